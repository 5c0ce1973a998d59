// Ticks people who are members already, found by name or address; those ticked stay while the search goes on.
import { Checkbox, Pill, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { displayName } from "~/lib/names";
import { Icon } from "~/ui/icons";
import { Refused } from "~/ui/Refused";
import { Waiting } from "~/ui/Waiting";
import { PICK_MEMBERS, type Pickable } from "./documents";
import classes from "./grants.module.css";

interface MemberPickerProps {
  value: readonly Pickable[];
  /** Whether somebody is in already, and so can't be ticked. */
  isIn: (member: Pickable) => boolean;
  onChange: (members: Pickable[]) => void;
}

/** A search field over a list of checkboxes. */
export function MemberPicker({ value, isIn, onChange }: MemberPickerProps) {
  const t = useTranslations("grants");
  const [search, setSearch] = useState("");
  const find = useDebouncedCallback(setSearch, 200);
  const [{ data, error }, again] = useQuery({ query: PICK_MEMBERS, variables: { search: search || null } });
  const ticked = new Set(value.map((member) => member.id));
  const without = (id: string) => value.filter((member) => member.id !== id);
  const toggle = (member: Pickable) => onChange(ticked.has(member.id) ? without(member.id) : [...value, member]);
  return (
    <>
      <TextInput
        size="md"
        type="search"
        label={t("searchMembers")}
        data-autofocus
        autoComplete="off"
        leftSection={<Icon name="search" />}
        onChange={(event) => find(event.currentTarget.value.trim())}
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      />
      <input type="hidden" value={[...ticked].join()} />
      {value.length === 0 ? null : (
        <ul className={classes.ticked} aria-label={t("ticked", { count: value.length })}>
          {value.map((member) => (
            <Pill key={member.id} component="li" size="md" withRemoveButton removeButtonProps={{ "aria-label": t("untick", { name: displayName(member) }) }} onRemove={() => onChange(without(member.id))}>
              {displayName(member)}
            </Pill>
          ))}
        </ul>
      )}
      {error ? <Refused refusal={refusalOf(error)} onRetry={() => again({ requestPolicy: "network-only" })} /> : null}
      {data ? <Found members={data.members.nodes} total={data.members.totalCount} ticked={ticked} isIn={isIn} onToggle={toggle} /> : error ? null : <Waiting rows={3} height={32} />}
    </>
  );
}

interface FoundProps {
  members: readonly Pickable[];
  total: number;
  ticked: ReadonlySet<string>;
  isIn: (member: Pickable) => boolean;
  onToggle: (member: Pickable) => void;
}

function Found({ members, total, ticked, isIn, onToggle }: FoundProps) {
  const t = useTranslations("grants");
  if (members.length === 0) return <Text c="dimmed">{t("nobodyFound")}</Text>;
  return (
    <ul className={classes.found} aria-label={t("found")}>
      {members.map((member) => (
        <li key={member.id}>
          <Person member={member} isIn={isIn(member)} ticked={ticked.has(member.id)} onToggle={onToggle} />
        </li>
      ))}
      {total > members.length ? (
        <li>
          <Text size="sm" c="dimmed" p="sm">
            {t("moreFound")}
          </Text>
        </li>
      ) : null}
    </ul>
  );
}

function Person({ member, isIn, ticked, onToggle }: { member: Pickable; isIn: boolean; ticked: boolean; onToggle: (member: Pickable) => void }) {
  const t = useTranslations("grants");
  const name = displayName(member);
  const second = member.email ?? member.username;
  return (
    <label className={classes.person} data-in={isIn || undefined}>
      <Checkbox checked={ticked || isIn} disabled={isIn} onChange={() => onToggle(member)} />
      <span className={classes.words}>
        <bdi>{name}</bdi>
        {second === null || second === name ? null : <span className={classes.second}>{second}</span>}
      </span>
      {isIn ? (
        <Text component="span" size="sm" c="dimmed">
          {t("isIn")}
        </Text>
      ) : null}
    </label>
  );
}
