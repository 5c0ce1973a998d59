// What needs attention, from what is really so: mail that came back, invitations that ran out, sessions to come.
import { Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import type { ResultOf } from "~/graphql/tada";
import { useCan } from "~/session/permissions";
import { EmptyState } from "~/ui/EmptyState";
import { Icon, type IconName, PATHS } from "~/ui/icons";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { SessionRow } from "~/ui/SessionRow";
import { Waiting } from "~/ui/Waiting";
import { ATTENTION } from "./documents";
import classes from "./home.module.css";

/** Two cards: what waits for somebody, and what starts next. */
export function Attention() {
  const t = useTranslations("home");
  const variables = { admin: useCan()("MANAGE_WORKSPACE") };
  const [{ data, error }, refetch] = useQuery({ query: ATTENTION, variables, requestPolicy: "cache-and-network" });
  if (error && !data) return <Refused refusal={refusalOf(error)} onRetry={() => refetch()} />;
  return (
    <div className={classes.columns}>
      <Panel title={t("attention")}>{data ? <Waits data={data} /> : <Waiting />}</Panel>
      <Panel title={t("starts")}>
        {data ? (
          data.sessions.nodes.length === 0 ? (
            <EmptyState drawing={PATHS.calendar} title={t("noSessions")} text={t("noSessionsText")} />
          ) : (
            <Rows empty="">
              {data.sessions.nodes.map((session) => (
                <SessionRow key={session.id} session={session} withProgram />
              ))}
            </Rows>
          )
        ) : (
          <Waiting />
        )}
      </Panel>
    </div>
  );
}

function Waits({ data }: { data: ResultOf<typeof ATTENTION> }) {
  const t = useTranslations("home");
  const { bounced, expired, pending } = data;
  const broken = data.brokenInvariants ?? [];
  if (bounced.totalCount + expired.totalCount + pending.totalCount + broken.length === 0) {
    return <EmptyState drawing={PATHS.check} title={t("nothing")} text={t("nothingText")} />;
  }
  return (
    <Rows empty="">
      {broken.length > 0 ? (
        <Group gap="sm" wrap="nowrap" align="start" py={6}>
          <Icon name="info" size={20} className={classes.sign} color="var(--mantine-color-red-light-color)" />
          <Text fw={500}>{t("broken", { count: broken.length, names: broken.map((one) => one.name).join(", ") })}</Text>
        </Group>
      ) : null}
      {bounced.totalCount > 0 ? <Wait icon="alert" tone="red" to="/members" search={{ bounced: true }} text={t("bounced", { count: bounced.totalCount })} /> : null}
      {expired.totalCount > 0 ? <Wait icon="clock" tone="amber" to="/invitations" search={{ state: "EXPIRED" }} text={t("expired", { count: expired.totalCount })} /> : null}
      {pending.totalCount > 0 ? <Wait icon="mail" tone="brand" to="/invitations" search={{ state: "PENDING" }} text={t("pending", { count: pending.totalCount })} /> : null}
    </Rows>
  );
}

function Wait({ icon, tone, to, search, text }: { icon: IconName; tone: string; to: "/invitations" | "/members"; search: { state?: string; bounced?: boolean }; text: string }) {
  return (
    <Link to={to} search={search} className={classes.wait}>
      <Group gap="sm" wrap="nowrap">
        <Icon name={icon} size={20} color={`var(--mantine-color-${tone}-light-color)`} />
        <Text fw={500}>{text}</Text>
        <Icon name="chevron" className={classes.chevron} />
      </Group>
    </Link>
  );
}
