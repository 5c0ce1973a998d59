// Everybody in the workspace, to search, filter, sort and tick; what is searched stands in the address.
import { Button, Group, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useClient } from "urql";
import type { ResultOf } from "~/graphql/tada";
import { asUtcDate } from "~/lib/days";
import { displayName } from "~/lib/names";
import { COUNTED } from "~/lib/pageStore";
import { usePages } from "~/lib/usePages";
import { useCan } from "~/session/permissions";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { ListBar } from "~/ui/ListBar";
import { ButtonLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { PersonLink } from "~/ui/PersonLink";
import { type Selection, SelectionBar, ticked, useSelection } from "~/ui/Selection";
import { StatusBadge } from "~/ui/StatusBadge";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { everyone } from "./everyone";
import { MEMBERS, type Row } from "./documents";
import { MemberFilters } from "./MemberFilters";
import { MemberVerb, type Verb } from "./MemberVerb";
import { filterOf, type MemberSearch } from "./search";

const pick = (data: ResultOf<typeof MEMBERS>) => data.members;
const VERBS: readonly Verb[] = ["deactivate", "reactivate"];

/** The list of members; `onSearch` changes the address. */
export function MembersList({ search, onSearch }: { search: MemberSearch; onSearch: (search: MemberSearch) => void }) {
  const t = useTranslations("members");
  const can = useCan();
  const { filter, orderBy, narrowed } = filterOf(search);
  const pages = usePages(MEMBERS, { filter, orderBy }, pick);
  const selection = useSelection<Row>();
  const ticks = can("MANAGE_MEMBERS");
  return (
    <Panel flush>
      <ListBar label={t("search")} value={search.search ?? ""} onChange={(text) => onSearch({ ...search, search: text })} filters={<MemberFilters search={search} onSearch={onSearch} />} />
      <VirtualTable label={t("title")} columns={useColumns(ticks ? selection : null)} pages={pages} rowKey={(row) => row.id} empty={<NoMembers searching={narrowed} />} />
      {ticks ? <Bulk selection={selection} total={pages.total ?? 0} filter={filter} /> : null}
    </Panel>
  );
}

/** What can be done with everybody who is ticked. */
function Bulk({ selection, total, filter }: { selection: Selection<Row>; total: number; filter: ReturnType<typeof filterOf>["filter"] }) {
  const t = useTranslations("members");
  const client = useClient();
  const [verb, setVerb] = useState<Verb | null>(null);
  const [busy, setBusy] = useState(false);
  const people = [...selection.rows.values()];
  const all = async () => {
    setBusy(true);
    selection.set(await everyone(client, filter));
    setBusy(false);
  };
  return (
    <>
      <SelectionBar count={people.length} onClear={selection.clear}>
        {people.length < total && total <= COUNTED ? (
          <Button variant="subtle" size="sm" loading={busy} onClick={() => void all()}>
            {t("chooseAll", { count: total })}
          </Button>
        ) : null}
        {VERBS.map((one) => (
          <Button key={one} variant="default" size="sm" onClick={() => setVerb(one)}>
            {t(`verbs.${one}`)}
          </Button>
        ))}
      </SelectionBar>
      {verb === null ? null : <MemberVerb verb={verb} people={people} onClose={() => setVerb(null)} />}
    </>
  );
}

function useColumns(selection: Selection<Row> | null): Column<Row>[] {
  const t = useTranslations("members");
  const roles = useTranslations("roles");
  const format = useFormatter();
  const person: Column<Row> = { name: t("name"), width: "minmax(0, 2.4fr)", cell: (row) => <PersonLink person={row} /> };
  return [
    selection === null ? person : ticked(person, selection, (row) => t("tick", { name: displayName(row) })),
    {
      name: t("status"),
      width: "minmax(0, 1fr)",
      cell: (row) => (
        <Group gap={6}>
          <StatusBadge of="member" status={row.status} />
          {row.bounce ? <StatusBadge of="mail" status="BOUNCED" /> : null}
        </Group>
      ),
    },
    { name: t("role"), width: "minmax(0, 1fr)", cell: (row) => <Text size="sm">{roles(row.role)}</Text> },
    { name: t("lastDay"), width: "minmax(0, 1fr)", labelled: true, cell: (row) => lastDay(row, format) },
  ];
}

function lastDay(row: Row, format: ReturnType<typeof useFormatter>): ReactNode {
  if (row.lastDayOfAccess === null) return null;
  return (
    <Text size="sm" c="dimmed">
      {format.dateTime(asUtcDate(row.lastDayOfAccess), { dateStyle: "medium", timeZone: "UTC" })}
    </Text>
  );
}

function NoMembers({ searching }: { searching: boolean }) {
  const t = useTranslations("members");
  const can = useCan();
  if (searching) return <EmptyState drawing={PATHS.search} title={t("noMatch")} text={t("noMatchText")} />;
  return <EmptyState drawing={PATHS.members} title={t("empty")} text={t("emptyText")} action={can("INVITE") ? <ButtonLink to="/add">{t("add")}</ButtonLink> : undefined} />;
}
