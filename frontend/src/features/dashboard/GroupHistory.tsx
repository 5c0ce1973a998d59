// One group over time: how many came and joined, as charts and as a table, and its sessions.
import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { addDays, asUtcDate, todayIn } from "~/lib/days";
import { useViewer } from "~/session/SessionProvider";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { Facts } from "~/ui/Facts";
import { ButtonLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { Waiting } from "~/ui/Waiting";
import { CopyText } from "~/ui/CopyText";
import classes from "./dashboard.module.css";
import { GROUP_HISTORY, type History, type Point } from "./documents";

const LineChart = lazy(async () => ({ default: (await import("~/ui/LineChart")).LineChart }));

const PERIODS = ["DAY", "WEEK", "MONTH"] as const;
const SPANS = [30, 90, 365] as const;

export interface DashboardSearch {
  search?: string;
  group?: string;
  by?: string;
  days?: number;
}

interface GroupHistoryProps {
  id: string;
  search: DashboardSearch;
  onSearch: (search: DashboardSearch) => void;
}

/** The history of the group named in the address. */
export function GroupHistory({ id, search, onSearch }: GroupHistoryProps) {
  const t = useTranslations("dashboard");
  const { timeZone } = useViewer().workspace;
  const days = SPANS.find((span) => span === search.days) ?? 90;
  const by = PERIODS.find((period) => period === search.by) ?? (days === 365 ? "MONTH" : "WEEK");
  const [{ data, error }, again] = useQuery({ query: GROUP_HISTORY, variables: { id, by, from: addDays(todayIn(timeZone), -days) } });
  if (error && !data) return <Refused refusal={refusalOf(error)} onRetry={() => again()} />;
  if (!data) return <Waiting rows={6} height={32} />;
  const [found] = data.groupStatistics.nodes;
  if (found === undefined) return <EmptyState drawing={PATHS.groups} title={t("gone")} />;
  const { group: _, ...others } = search;
  return (
    <Panel
      title={found.group.name}
      lead={<CopyText text={found.group.id} of={found.group.name} />}
      actions={
        <Group gap="xs">
          <NativeSelect aria-label={t("span")} value={String(days)} data={SPANS.map((span) => ({ value: String(span), label: t("lastDays", { count: span }) }))} onChange={(event) => onSearch({ ...search, days: Number(event.currentTarget.value) })} />
          <NativeSelect aria-label={t("by")} value={by} data={PERIODS.map((period) => ({ value: period, label: t(`periods.${period}`) }))} onChange={(event) => onSearch({ ...search, by: event.currentTarget.value })} />
          <Button variant="subtle" color="gray" onClick={() => onSearch(others)}>
            {t("close")}
          </Button>
        </Group>
      }
    >
      <Body found={found} />
    </Panel>
  );
}

function Body({ found }: { found: History }) {
  const t = useTranslations("dashboard");
  const format = useFormatter();
  const percent = (value: number) => format.number(value, { style: "percent", maximumFractionDigits: 0 });
  const { series } = found;
  const days = series.map((point) => point.day);
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [t("members"), format.number(found.members)],
          [t("joined"), format.number(found.joined)],
          [t("joinedRate"), found.joinedRate === null ? null : percent(found.joinedRate)],
          [t("median"), found.medianHoursToJoin === null ? null : t("hours", { count: Math.round(found.medianHoursToJoin) })],
        ]}
      />
      <Suspense fallback={<Waiting rows={4} height={48} />}>
        <div className={classes.charts}>
          <LineChart label={t("rateOverTime")} days={days} top={1} tell={percent} series={[{ name: t("rateOverTime"), look: "solid", values: series.map((point) => point.joinedRate) }]} />
          <LineChart
            label={t("peopleOverTime")}
            days={days}
            tell={(value) => format.number(value, { maximumFractionDigits: 0 })}
            series={[
              { name: t("cameTotal"), look: "dashed", values: series.map((point) => point.invitedTotal) },
              { name: t("joinedTotal"), look: "solid", values: series.map((point) => point.joinedTotal) },
            ]}
          />
        </div>
      </Suspense>
      <Table points={series} />
      <Sessions sessions={found.sessions} />
      <ButtonLink to="/groups/$id" params={{ id: found.group.id }} variant="default" className={classes.start ?? ""}>
        {t("toGroup")}
      </ButtonLink>
    </Stack>
  );
}

/** The charts' twin. */
function Table({ points }: { points: readonly Point[] }) {
  const t = useTranslations("dashboard");
  const format = useFormatter();
  return (
    <details>
      <summary className={classes.summary}>{t("asTable")}</summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a part that scrolls must be reachable by keyboard */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("asTable")}>
        <table className={classes.table}>
          <thead>
            <tr>
              {(["from", "came", "cameTotal", "joined", "joinedTotal", "joinedRate"] as const).map((name) => (
                <th key={name} scope="col">
                  {t(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.day}>
                <th scope="row">{format.dateTime(asUtcDate(point.day), { dateStyle: "medium", timeZone: "UTC" })}</th>
                <td>{format.number(point.invited)}</td>
                <td>{format.number(point.invitedTotal)}</td>
                <td>{format.number(point.joined)}</td>
                <td>{format.number(point.joinedTotal)}</td>
                <td>{point.joinedRate === null ? "–" : format.number(point.joinedRate, { style: "percent" })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Sessions({ sessions }: { sessions: History["sessions"] }) {
  const t = useTranslations("dashboard");
  const shown = sessions.filter((one) => one.session !== null);
  if (shown.length === 0) return null;
  return (
    <div>
      <h3>{t("sessions")}</h3>
      <ul className={classes.sessions}>
        {shown.map(({ session, registered, mailed, joined }) => (
          <li key={session?.id}>
            <Text fw={600} size="sm">
              {[session?.program?.title, session?.name].filter(Boolean).join(" · ")}
            </Text>
            <Text size="sm" c="dimmed">
              {t("sessionNumbers", { registered, mailed, joined })}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
