// Everybody in the workspace, to search and to filter; what is searched stands in the address.
import { NativeSelect, Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import type { ResultOf, VariablesOf } from "~/graphql/tada";
import { asUtcDate } from "~/lib/days";
import { usePages } from "~/lib/usePages";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { ListBar } from "~/ui/ListBar";
import { ButtonLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { PersonLink } from "~/ui/PersonLink";
import { StatusBadge } from "~/ui/StatusBadge";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { MEMBERS } from "./documents";

type Filter = NonNullable<VariablesOf<typeof MEMBERS>["filter"]>;
type Status = NonNullable<Filter["status"]>[number];
type Role = NonNullable<Filter["role"]>[number];

export interface MemberSearch {
  search?: string;
  status?: string;
  role?: string;
}

const pick = (data: ResultOf<typeof MEMBERS>) => data.members;

const STATUSES: readonly Status[] = ["INVITED", "ACTIVE", "DEACTIVATED"];
const ROLES: readonly Role[] = ["OWNER", "ADMIN", "TRAINER", "TRAINEE"];

/** The list of members; `onSearch` changes the address. */
export function MembersList({ search, onSearch }: { search: MemberSearch; onSearch: (search: MemberSearch) => void }) {
  const t = useTranslations("members");
  const status = STATUSES.find((known) => known === search.status);
  const role = ROLES.find((known) => known === search.role);
  const filter: Filter = { search: search.search ?? null, status: status ? [status] : null, role: role ? [role] : null };
  const pages = usePages(MEMBERS, { filter }, pick);
  const searching = Boolean(search.search ?? status ?? role);
  return (
    <Panel flush>
      <ListBar
        label={t("search")}
        value={search.search ?? ""}
        onChange={(text) => onSearch({ ...search, search: text })}
        filters={
          <>
            <Filter label={t("status")} kind="status" options={STATUSES} value={status} onChange={(value) => onSearch({ ...search, status: value })} />
            <Filter label={t("role")} kind="role" options={ROLES} value={role} onChange={(value) => onSearch({ ...search, role: value })} />
          </>
        }
      />
      <VirtualTable label={t("title")} columns={useColumns()} pages={pages} rowKey={(row) => row.id} empty={<NoMembers searching={searching} />} />
    </Panel>
  );
}

interface FilterProps {
  label: string;
  kind: "status" | "role";
  options: readonly string[];
  value: string | undefined;
  onChange: (value: string) => void;
}

function Filter({ label, kind, options, value, onChange }: FilterProps) {
  const t = useTranslations();
  const word = (option: string) => t((kind === "role" ? `roles.${option}` : `status.member.${option}`) as "roles.OWNER");
  return (
    <NativeSelect
      aria-label={label}
      value={value ?? ""}
      data={[{ value: "", label: t(`members.any.${kind}`) }, ...options.map((option) => ({ value: option, label: word(option) }))]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

type Row = ResultOf<typeof MEMBERS>["members"]["nodes"][number];

function useColumns(): Column<Row>[] {
  const t = useTranslations("members");
  const roles = useTranslations("roles");
  const format = useFormatter();
  return [
    { name: t("name"), width: "minmax(0, 2.4fr)", cell: (row) => <PersonLink person={row} /> },
    { name: t("status"), width: "minmax(0, 1fr)", cell: (row) => <StatusBadge of="member" status={row.status} /> },
    { name: t("role"), width: "minmax(0, 1fr)", cell: (row) => <Text size="sm">{roles(row.role)}</Text> },
    {
      name: t("lastDay"),
      width: "minmax(0, 1fr)",
      labelled: true,
      cell: (row) =>
        row.lastDayOfAccess ? (
          <Text size="sm" c="dimmed">
            {format.dateTime(asUtcDate(row.lastDayOfAccess), { dateStyle: "medium", timeZone: "UTC" })}
          </Text>
        ) : null,
    },
  ];
}

function NoMembers({ searching }: { searching: boolean }) {
  const t = useTranslations("members");
  if (searching) return <EmptyState drawing={PATHS.search} title={t("noMatch")} text={t("noMatchText")} />;
  return <EmptyState drawing={PATHS.members} title={t("empty")} text={t("emptyText")} action={<ButtonLink to="/add">{t("add")}</ButtonLink>} />;
}
