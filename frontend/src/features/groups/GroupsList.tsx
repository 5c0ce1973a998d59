// The workspace's groups, with how many people each has.
import { Group, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { ResultOf } from "~/graphql/tada";
import { usePages } from "~/lib/usePages";
import { useViewer } from "~/session/SessionProvider";
import { EmptyState } from "~/ui/EmptyState";
import { Icon, PATHS } from "~/ui/icons";
import { IconLink } from "~/ui/IconLink";
import { ListBar } from "~/ui/ListBar";
import { TextLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { GROUPS } from "./documents";
import { variablesOf } from "./search";

type Row = ResultOf<typeof GROUPS>["groups"]["nodes"][number];

const pick = (data: ResultOf<typeof GROUPS>) => data.groups;

interface GroupsListProps {
  search: string | undefined;
  onSearch: (search: string) => void;
  /** The button that makes the first one, where this person may. */
  create: React.ReactNode;
}

/** The list of groups, by name. */
export function GroupsList({ search, onSearch, create }: GroupsListProps) {
  const t = useTranslations("groups");
  const pages = usePages(GROUPS, variablesOf(search), pick);
  const empty = search ? (
    <EmptyState drawing={PATHS.search} title={t("noMatch")} text={t("noMatchText")} />
  ) : (
    <EmptyState drawing={PATHS.groups} title={t("empty")} text={t("emptyText")} action={create} />
  );
  return (
    <Panel flush>
      <ListBar label={t("search")} value={search ?? ""} onChange={onSearch} />
      <VirtualTable label={t("title")} columns={useColumns()} pages={pages} rowKey={(row) => row.id} empty={empty} />
    </Panel>
  );
}

function useColumns(): Column<Row>[] {
  const t = useTranslations("groups");
  const { permissions, leadsGroups } = useViewer();
  const columns: Column<Row>[] = [
    { name: t("name"), width: "minmax(0, 3fr)", cell: (row) => <GroupName row={row} /> },
    { name: t("members"), width: "minmax(0, 1fr)", cell: (row) => <Text size="sm">{t("memberCount", { count: row.memberCount })}</Text> },
    {
      name: t("externalId"),
      width: "minmax(0, 1fr)",
      labelled: true,
      cell: (row) =>
        row.externalId ? (
          <Text size="sm" c="dimmed" truncate>
            {row.externalId}
          </Text>
        ) : null,
    },
    {
      name: t("visibility"),
      width: "minmax(0, 1fr)",
      labelled: true,
      cell: (row) => (
        <Group gap={6} wrap="nowrap" c="dimmed">
          {row.isPrivate ? <Icon name="lock" /> : null}
          <Text size="sm">{row.isPrivate ? t("private") : t("open")}</Text>
        </Group>
      ),
    },
  ];
  const settings: Column<Row> = {
    name: t("settings"),
    width: "3.5rem",
    action: true,
    cell: (row) =>
      row.canManage ? (
        <IconLink to="/groups/$id" params={{ id: row.id }} search={{ tab: "settings" }} aria-label={t("settingsOf", { name: row.name })}>
          <Icon name="settings" />
        </IconLink>
      ) : null,
  };
  return leadsGroups || permissions.includes("CREATE_GROUPS") ? [...columns, settings] : columns;
}

function GroupName({ row }: { row: Row }) {
  return (
    <>
      <TextLink to="/groups/$id" params={{ id: row.id }} fw={600} size="sm" c="inherit">
        <bdi>{row.name}</bdi>
      </TextLink>
      {row.description ? (
        <Text size="sm" c="dimmed" truncate>
          {row.description}
        </Text>
      ) : null}
    </>
  );
}
