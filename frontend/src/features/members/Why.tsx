// Why? For one person: where they are, by which door, batch, row and inviter, and which mail went or is due.
import { Anchor, Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { displayName } from "~/lib/names";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { StatusBadge } from "~/ui/StatusBadge";
import { Waiting } from "~/ui/Waiting";
import { type Reason, WHY } from "./documents";
import classes from "./members.module.css";

const UNDELIVERED: ReadonlySet<string> = new Set(["FAILED", "BOUNCED"]);

/** The history, newest first. */
export function Why({ id }: { id: string }) {
  const t = useTranslations("why");
  const [{ data, error }, again] = useQuery({ query: WHY, variables: { id }, requestPolicy: "cache-and-network" });
  const reasons = data?.node?.__typename === "Member" ? data.node.why : [];
  return (
    <Panel title={t("title")} lead={t("lead")}>
      {error && !data ? <Refused refusal={refusalOf(error)} onRetry={() => again()} /> : null}
      {data ? null : <Waiting />}
      {data && reasons.length === 0 ? <Text c="dimmed">{t("nothing")}</Text> : null}
      <ol className={classes.history}>
        {reasons.map((reason) => (
          <li key={keyOf(reason)} className={classes.fact} data-ended={reason.endedAt !== null || undefined}>
            <Fact reason={reason} />
          </li>
        ))}
      </ol>
      <Anchor href="/help/troubleshooting" target="_blank" size="sm">
        {t("help")}
      </Anchor>
    </Panel>
  );
}

function keyOf({ kind, at, row, group, session, mail, batchId }: Reason): string {
  return [kind, at, row, batchId, group?.id, session?.id, mail?.id].join("|");
}

function Fact({ reason }: { reason: Reason }) {
  const t = useTranslations("why");
  const doors = useTranslations("doors");
  const format = useFormatter();
  const moment = (value: string) => format.dateTime(new Date(value), { dateStyle: "medium", timeStyle: "short" });
  const door = reason.operation && (doors.has(reason.operation as never) ? doors(reason.operation as "setAccount") : reason.operation);
  const how = [door, reason.row === null ? null : t("row", { row: reason.row }), reason.doneBy && t("by", { name: displayName(reason.doneBy) })];
  return (
    <>
      <Text fw={600} size="sm" component="div">
        <Sentence reason={reason} /> {reason.mail ? <StatusBadge of="mail" status={reason.mail.state} /> : null}
      </Text>
      {reason.mail?.state === "SCHEDULED" ? <div className={classes.note}>{t("due", { when: moment(reason.mail.dueAt) })}</div> : null}
      {reason.mail ? <WhyNot mail={reason.mail} /> : null}
      <div className={classes.note}>{reason.endedAt === null ? moment(reason.at) : t("ended", { from: moment(reason.at), to: moment(reason.endedAt) })}</div>
      <div className={classes.note}>{how.filter(Boolean).join(" · ")}</div>
    </>
  );
}

/** Why a mail was withdrawn or failed, and what the mail server said of it. */
function WhyNot({ mail }: { mail: NonNullable<Reason["mail"]> }) {
  const t = useTranslations("why");
  const reasons = useTranslations("why.reasons");
  const reason = mail.reason as Parameters<typeof reasons.has>[0] | null;
  return (
    <>
      {reason && reasons.has(reason) ? <div className={classes.note}>{t("because", { reason: reasons(reason) })}</div> : null}
      {mail.smtpReply && UNDELIVERED.has(mail.state) ? <div className={classes.note}>{t("replied", { reply: mail.smtpReply })}</div> : null}
    </>
  );
}

function Sentence({ reason }: { reason: Reason }) {
  const t = useTranslations("why");
  const kinds = useTranslations("mailKinds");
  const { group, session, mail, outcome } = reason;
  const place = session && [session.program?.title, session.name].filter(Boolean).join(" · ");
  switch (reason.kind) {
    case "GROUP":
      return t("group", { group: group?.name ?? t("aGroup") });
    case "SESSION":
      return group ? t("sessionThrough", { session: place ?? t("aSession"), group: group.name }) : t("session", { session: place ?? t("aSession") });
    case "MAIL":
      return [mail && (kinds.has(mail.kind as never) ? kinds(mail.kind as never) : mail.kind), place].filter(Boolean).join(": ");
    case "ROW":
      return outcome ? t(`outcomes.${outcome}`) : t("named");
    default:
      return t("invited");
  }
}
