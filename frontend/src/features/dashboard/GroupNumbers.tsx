// The numbers of every group: who is in it, who joined; each opens its history.
import { Progress, Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import type { ResultOf } from "~/graphql/tada";
import { usePages } from "~/lib/usePages";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { ListBar } from "~/ui/ListBar";
import { TextLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import classes from "./dashboard.module.css";
import { GROUP_STATISTICS, type Numbers } from "./documents";
import type { DashboardSearch } from "./GroupHistory";

const pick = (data: ResultOf<typeof GROUP_STATISTICS>) => data.groupStatistics;

/** The list; `onSearch` changes the address. */
export function GroupNumbers({ search, onSearch }: { search: DashboardSearch; onSearch: (search: DashboardSearch) => void }) {
  const t = useTranslations("dashboard");
  const groups = useTranslations("groups");
  const pages = usePages(GROUP_STATISTICS, { filter: { search: search.search ?? null } }, pick);
  return (
    <Panel flush title={t("groups")}>
      <ListBar label={groups("search")} value={search.search ?? ""} onChange={(text) => onSearch({ ...search, search: text })} />
      <VirtualTable
        label={t("groups")}
        columns={useColumns(search)}
        pages={pages}
        rowKey={(row) => row.group.id}
        empty={<EmptyState drawing={PATHS.groups} title={search.search ? groups("noMatch") : groups("empty")} text={search.search ? groups("noMatchText") : groups("emptyText")} />}
      />
    </Panel>
  );
}

function useColumns(search: DashboardSearch): Column<Numbers>[] {
  const t = useTranslations("dashboard");
  const format = useFormatter();
  const number = (value: number) => <span className={classes.number}>{format.number(value)}</span>;
  return [
    {
      name: t("group"),
      width: "minmax(0, 2fr)",
      cell: (row) => (
        <>
          <TextLink to="/dashboard/groups" search={{ ...search, group: row.group.id }} fw={600} size="sm" c="inherit">
            {row.group.name}
          </TextLink>
          {row.group.externalId ? (
            <Text size="sm" c="dimmed" truncate>
              {row.group.externalId}
            </Text>
          ) : null}
        </>
      ),
    },
    { name: t("members"), width: "minmax(0, 0.8fr)", labelled: true, cell: (row) => number(row.members) },
    { name: t("learners"), width: "minmax(0, 0.8fr)", labelled: true, cell: (row) => number(row.learners) },
    { name: t("invited"), width: "minmax(0, 0.8fr)", labelled: true, cell: (row) => number(row.invited) },
    { name: t("active"), width: "minmax(0, 0.8fr)", labelled: true, cell: (row) => number(row.active) },
    { name: t("deactivated"), width: "minmax(0, 0.9fr)", labelled: true, cell: (row) => number(row.deactivated) },
    { name: t("joinedRate"), width: "minmax(0, 1.3fr)", labelled: true, cell: (row) => <Rate value={row.joinedRate} /> },
  ];
}

function Rate({ value }: { value: number | null }) {
  const t = useTranslations("dashboard");
  const format = useFormatter();
  if (value === null) return <Text size="sm" c="dimmed">{t("nobody")}</Text>;
  return (
    <div className={classes.rate}>
      <span className={classes.number}>{format.number(value, { style: "percent", maximumFractionDigits: 0 })}</span>
      <Progress value={value * 100} className={classes.bar ?? ""} aria-hidden="true" />
    </div>
  );
}
