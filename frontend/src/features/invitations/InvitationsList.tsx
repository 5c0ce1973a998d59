// Who was invited and what became of it: the invitation's state and its mail's; one or many can be sent again, extended, revoked.
import { Button, NativeSelect, Text } from "@mantine/core";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { ResultOf } from "~/graphql/tada";
import { displayName } from "~/lib/names";
import { usePages } from "~/lib/usePages";
import { useCan } from "~/session/permissions";
import { useViewer } from "~/session/SessionProvider";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { ListBar } from "~/ui/ListBar";
import { ButtonLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { PersonLink } from "~/ui/PersonLink";
import { type Selection, SelectionBar, ticked, useSelection } from "~/ui/Selection";
import { StatusBadge } from "~/ui/StatusBadge";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { INVITATIONS } from "./documents";
import { InvitationVerb, type Verb, VERBS } from "./InvitationVerb";
import { filterOf, type InvitationSearch, MAIL_STATES, STATES } from "./search";

type Row = ResultOf<typeof INVITATIONS>["invitations"]["nodes"][number];

const pick = (data: ResultOf<typeof INVITATIONS>) => data.invitations;

/** The list of invitations; `onSearch` changes the address. */
export function InvitationsList({ search, onSearch }: { search: InvitationSearch; onSearch: (search: InvitationSearch) => void }) {
  const t = useTranslations("invitations");
  const can = useCan();
  const { state, mail, filter } = filterOf(search);
  const pages = usePages(INVITATIONS, { filter }, pick);
  const selection = useSelection<Row>();
  const { member: self } = useViewer();
  // Admins may with any, others with those they made.
  const mayTick = (row: Row) => can("MANAGE_MEMBERS") || (can("MANAGE_INVITATIONS") && row.invitedBy?.id === self.id);
  return (
    <Panel flush>
      <ListBar label={t("search")} value={search.search ?? ""} onChange={(text) => onSearch({ ...search, search: text })} filters={<Filters state={state} mail={mail} search={search} onSearch={onSearch} />} />
      <VirtualTable
        label={t("title")}
        columns={useColumns(selection, mayTick)}
        pages={pages}
        rowKey={(row) => row.id}
        empty={<NoInvitations searching={Boolean(search.search ?? state ?? mail)} />}
      />
      <Bulk selection={selection} />
    </Panel>
  );
}

interface FiltersProps {
  state: string | undefined;
  mail: string | undefined;
  search: InvitationSearch;
  onSearch: (search: InvitationSearch) => void;
}

function Filters({ state, mail, search, onSearch }: FiltersProps) {
  const t = useTranslations("invitations");
  const status = useTranslations("status");
  return (
    <>
      <NativeSelect
        aria-label={t("state")}
        value={state ?? ""}
        data={[{ value: "", label: t("any") }, ...STATES.map((value) => ({ value, label: status(`invitation.${value}`) }))]}
        onChange={(event) => onSearch({ ...search, state: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={t("mail")}
        value={mail ?? ""}
        data={[{ value: "", label: t("anyMail") }, ...MAIL_STATES.map((value) => ({ value, label: status(`mail.${value}`) }))]}
        onChange={(event) => onSearch({ ...search, mail: event.currentTarget.value })}
      />
    </>
  );
}

function namedRow({ id, email, member }: Row) {
  return { id, email, firstName: member?.firstName ?? null, lastName: member?.lastName ?? null };
}

/** What can be done with all that are ticked. */
function Bulk({ selection }: { selection: Selection<Row> }) {
  const t = useTranslations("invitationVerbs");
  const [verb, setVerb] = useState<Verb | null>(null);
  const invitations = [...selection.rows.values()].map(namedRow);
  return (
    <>
      <SelectionBar count={invitations.length} onClear={selection.clear}>
        {VERBS.map((one) => (
          <Button key={one} variant="default" size="sm" onClick={() => setVerb(one)}>
            {t(one)}
          </Button>
        ))}
      </SelectionBar>
      {verb === null ? null : <InvitationVerb verb={verb} invitations={invitations} onClose={() => setVerb(null)} />}
    </>
  );
}

function useColumns(selection: Selection<Row>, mayTick: (row: Row) => boolean): Column<Row>[] {
  const t = useTranslations("invitations");
  const verbs = useTranslations("invitationVerbs");
  const format = useFormatter();
  const day = (value: string) => format.dateTime(new Date(value), { dateStyle: "medium" });
  const person: Column<Row> = { name: t("person"), width: "minmax(0, 2.2fr)", cell: (row) => <PersonLink person={{ ...row.member, email: row.email }} /> };
  return [
    ticked(person, selection, (row) => verbs("tick", { name: row.email ?? displayName(row.member ?? {}) }), mayTick),
    { name: t("state"), width: "minmax(0, 1fr)", cell: (row) => <StatusBadge of="invitation" status={row.state} /> },
    { name: t("mail"), width: "minmax(0, 1fr)", labelled: true, cell: (row) => (row.mail ? <StatusBadge of="mail" status={row.mail.state} /> : null) },
    {
      name: t("invited"),
      width: "minmax(0, 1.3fr)",
      cell: (row) => (
        <Text size="sm" c="dimmed">
          {row.invitedBy ? t("by", { day: day(row.createdAt), name: displayName(row.invitedBy) }) : day(row.createdAt)}
        </Text>
      ),
    },
    {
      name: t("expires"),
      width: "minmax(0, 1fr)",
      labelled: true,
      cell: (row) =>
        row.state === "PENDING" ? (
          <Text size="sm" c="dimmed">
            {day(row.expiresAt)}
          </Text>
        ) : null,
    },
  ];
}

function NoInvitations({ searching }: { searching: boolean }) {
  const t = useTranslations("invitations");
  const can = useCan();
  if (searching) return <EmptyState drawing={PATHS.search} title={t("noMatch")} text={t("noMatchText")} />;
  return <EmptyState drawing={PATHS.mail} title={t("empty")} text={t("emptyText")} action={can("INVITE") ? <ButtonLink to="/add">{t("add")}</ButtonLink> : undefined} />;
}
