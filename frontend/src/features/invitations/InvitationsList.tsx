// Who was invited and what became of it: the invitation's state and its mail's.
import { NativeSelect, Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import type { ResultOf } from "~/graphql/tada";
import { displayName } from "~/lib/names";
import { usePages } from "~/lib/usePages";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { ListBar } from "~/ui/ListBar";
import { ButtonLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { PersonLink } from "~/ui/PersonLink";
import { StatusBadge } from "~/ui/StatusBadge";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { INVITATIONS } from "./documents";

type Row = ResultOf<typeof INVITATIONS>["invitations"]["nodes"][number];

const pick = (data: ResultOf<typeof INVITATIONS>) => data.invitations;

const STATES = ["PENDING", "ACCEPTED", "EXPIRED", "REVOKED"] as const;

export interface InvitationSearch {
  search?: string;
  state?: string;
}

/** The list of invitations; `onSearch` changes the address. */
export function InvitationsList({ search, onSearch }: { search: InvitationSearch; onSearch: (search: InvitationSearch) => void }) {
  const t = useTranslations("invitations");
  const status = useTranslations("status.invitation");
  const state = STATES.find((known) => known === search.state);
  const filter = { search: search.search ?? null, state: state ? [state] : null };
  const pages = usePages(INVITATIONS, { filter }, pick);
  return (
    <Panel flush>
      <ListBar
        label={t("search")}
        value={search.search ?? ""}
        onChange={(text) => onSearch({ ...search, search: text })}
        filters={
          <NativeSelect
            aria-label={t("state")}
            value={state ?? ""}
            data={[{ value: "", label: t("any") }, ...STATES.map((value) => ({ value, label: status(value) }))]}
            onChange={(event) => onSearch({ ...search, state: event.currentTarget.value })}
          />
        }
      />
      <VirtualTable
        label={t("title")}
        columns={useColumns()}
        pages={pages}
        rowKey={(row) => row.id}
        empty={<NoInvitations searching={Boolean(search.search ?? state)} />}
      />
    </Panel>
  );
}

function useColumns(): Column<Row>[] {
  const t = useTranslations("invitations");
  const format = useFormatter();
  const day = (value: string) => format.dateTime(new Date(value), { dateStyle: "medium" });
  return [
    { name: t("person"), width: "minmax(0, 2.2fr)", cell: (row) => <PersonLink person={{ ...row.member, email: row.email }} /> },
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
  if (searching) return <EmptyState drawing={PATHS.search} title={t("noMatch")} text={t("noMatchText")} />;
  return <EmptyState drawing={PATHS.mail} title={t("empty")} text={t("emptyText")} action={<ButtonLink to="/add">{t("add")}</ButtonLink>} />;
}
