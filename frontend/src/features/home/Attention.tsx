// What needs attention, from what is really so: mail that came back, invitations that ran out, imports that wait, sessions to come.
import { Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useFormatter, useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import type { ResultOf } from "~/graphql/tada";
import { displayName } from "~/lib/names";
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
  const can = useCan();
  const variables = { admin: can("MANAGE_WORKSPACE"), imports: can("MANAGE_MEMBERS") };
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
  const imports = data.waiting?.nodes ?? [];
  const sheets = data.sheets?.nodes ?? [];
  if (bounced.totalCount + expired.totalCount + pending.totalCount + broken.length + imports.length + sheets.length === 0) {
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
      {imports.map((one) => (
        <WaitingImport key={one.id} waiting={one} text={isOvertaken(one) ? "importChanged" : "importWaits"} />
      ))}
      {sheets.map((one) => (
        <WaitingImport key={one.id} waiting={one} text="sheetWaits" />
      ))}
      {pending.totalCount > 0 ? <Wait icon="mail" tone="brand" to="/invitations" search={{ state: "PENDING" }} text={t("pending", { count: pending.totalCount })} /> : null}
    </Rows>
  );
}

type Waiting = NonNullable<ResultOf<typeof ATTENTION>["waiting"]>["nodes"][number];

const isOvertaken = ({ errors }: Waiting) => errors.some((error) => error.code === "PLAN_CHANGED");

/** A draft that somebody left, one whose plan was overtaken, or credentials that nobody printed: it leads there. */
function WaitingImport({ waiting, text }: { waiting: Waiting; text: "importChanged" | "importWaits" | "sheetWaits" }) {
  const t = useTranslations("home");
  const format = useFormatter();
  const { id, counts, createdAt, createdBy } = waiting;
  const since = format.dateTime(new Date(createdAt), { weekday: "long", hour: "numeric", minute: "2-digit" });
  return (
    <Link to="/imports/$id" params={{ id }} className={classes.wait}>
      <Sign
        icon="sheet"
        tone={text === "importChanged" ? "amber" : "brand"}
        text={t(text, { count: counts.total })}
        more={[createdBy ? displayName(createdBy) : "", since].filter(Boolean).join(" · ")}
      />
    </Link>
  );
}

function Wait({ to, search, ...sign }: { icon: IconName; tone: string; to: "/invitations" | "/members"; search: { state?: string; bounced?: boolean }; text: string }) {
  return (
    <Link to={to} search={search} className={classes.wait}>
      <Sign {...sign} />
    </Link>
  );
}

function Sign({ icon, tone, text, more = "" }: { icon: IconName; tone: string; text: string; more?: string }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Icon name={icon} size={20} className={classes.sign} color={`var(--mantine-color-${tone}-light-color)`} />
      <div className={classes.words}>
        <Text fw={500}>{text}</Text>
        {more ? (
          <Text size="sm" c="dimmed">
            {more}
          </Text>
        ) : null}
      </div>
      <Icon name="chevron" className={classes.chevron} />
    </Group>
  );
}
