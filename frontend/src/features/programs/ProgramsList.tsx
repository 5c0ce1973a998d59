// The programs of the workspace, each with how many of its sessions run or are to come.
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { ResultOf } from "~/graphql/tada";
import { usePages } from "~/lib/usePages";
import { EmptyState } from "~/ui/EmptyState";
import { IconLink } from "~/ui/IconLink";
import { Icon, PATHS } from "~/ui/icons";
import { ListBar } from "~/ui/ListBar";
import { TextLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { PROGRAMS } from "./documents";
import { variablesOf } from "./search";

type Row = ResultOf<typeof PROGRAMS>["programs"]["nodes"][number];

const pick = (data: ResultOf<typeof PROGRAMS>) => data.programs;

interface ProgramsListProps {
  search: string | undefined;
  onSearch: (search: string) => void;
  create: React.ReactNode;
}

/** The list of programs, by title. */
export function ProgramsList({ search, onSearch, create }: ProgramsListProps) {
  const t = useTranslations("programs");
  const pages = usePages(PROGRAMS, variablesOf(search), pick);
  const empty = search ? (
    <EmptyState drawing={PATHS.search} title={t("noMatch")} text={t("noMatchText")} />
  ) : (
    <EmptyState drawing={PATHS.training} title={t("empty")} text={t("emptyText")} action={create} />
  );
  return (
    <Panel flush>
      <ListBar label={t("search")} value={search ?? ""} onChange={onSearch} />
      <VirtualTable label={t("title")} columns={useColumns()} pages={pages} rowKey={(row) => row.id} empty={empty} />
    </Panel>
  );
}

function useColumns(): Column<Row>[] {
  const t = useTranslations("programs");
  const count = (row: Row, state: "ONGOING" | "UPCOMING") => row.sessions.nodes.filter((session) => session.state === state).length;
  return [
    {
      name: t("name"),
      width: "minmax(0, 3fr)",
      cell: (row) => (
        <>
          <TextLink to="/training/programs/$id" params={{ id: row.id }} fw={600} size="sm" c="inherit">
            <bdi>{row.title}</bdi>
          </TextLink>
          {row.summary ? (
            <Text size="sm" c="dimmed" truncate>
              {row.summary}
            </Text>
          ) : null}
        </>
      ),
    },
    { name: t("ongoing"), width: "minmax(0, 1fr)", cell: (row) => <Text size="sm">{t("ongoingCount", { count: count(row, "ONGOING") })}</Text> },
    { name: t("upcoming"), width: "minmax(0, 1fr)", cell: (row) => <Text size="sm">{t("upcomingCount", { count: count(row, "UPCOMING") })}</Text> },
    {
      name: t("settings"),
      width: "3.5rem",
      action: true,
      cell: (row) =>
        row.canManage ? (
          <IconLink to="/training/programs/$id" params={{ id: row.id }} search={{ tab: "settings" }} aria-label={t("settingsOf", { title: row.title })}>
            <Icon name="settings" />
          </IconLink>
        ) : null,
    },
  ];
}
