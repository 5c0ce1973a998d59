// A learner's programs: what runs now, what is to come, what has been.
import { Button, Paper, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useAnswer } from "~/graphql/send";
import type { ResultOf } from "~/graphql/tada";
import { DRAWINGS } from "~/ui/drawings";
import { EmptyState } from "~/ui/EmptyState";
import { usePeriod } from "~/ui/period";
import { Refused } from "~/ui/Refused";
import { StatusBadge } from "~/ui/StatusBadge";
import { Waiting } from "~/ui/Waiting";
import { MY_PROGRAMS } from "./documents";
import classes from "./learner.module.css";

type Registration = ResultOf<typeof MY_PROGRAMS>["viewer"]["member"]["registrations"]["nodes"][number];
type Session = NonNullable<Registration["session"]>;

const SECTIONS = [
  ["now", "ONGOING"],
  ["next", "UPCOMING"],
  ["past", "ENDED"],
] as const;

/** Everything this person is registered in. */
export function MyPrograms() {
  const t = useTranslations("my");
  const { answer, retry } = useAnswer(MY_PROGRAMS, {});
  if (answer?.refusal) return <Refused refusal={answer.refusal} onRetry={retry} />;
  if (!answer?.data) return <Waiting rows={3} height={90} />;
  const sessions = answer.data.viewer.member.registrations.nodes.flatMap((one) => (one.session ? [one.session] : []));
  if (sessions.length === 0) return <EmptyState drawing={DRAWINGS.training} title={t("none")} text={t("noneText")} />;
  return (
    <Stack gap="xl">
      {SECTIONS.map(([name, state]) => {
        const shown = sessions.filter((session) => session.state === state);
        return shown.length === 0 ? null : (
          <section key={name} aria-labelledby={name}>
            <h2 id={name} className={classes.section}>
              {t(name)}
            </h2>
            <Stack gap="sm">
              {shown.map((session) => (
                <SessionCard key={session.id} session={session} />
              ))}
            </Stack>
          </section>
        );
      })}
    </Stack>
  );
}

function SessionCard({ session }: { session: Session }) {
  const t = useTranslations("my");
  const period = usePeriod();
  const { program } = session;
  return (
    <Paper withBorder component="article" className={classes.card}>
      <div className={classes.head}>
        <div>
          <h3>{program?.title ?? session.name}</h3>
          <Text size="sm" c="dimmed">
            {program ? `${session.name} · ` : ""}
            {period(session, session.timeZone)}
          </Text>
        </div>
        <StatusBadge of="session" status={session.state} />
      </div>
      {program?.summary ? <Text mt="sm">{program.summary}</Text> : null}
      {program?.contentUrl && session.state === "ONGOING" ? (
        <Button component="a" href={program.contentUrl} rel="noreferrer" mt="md">
          {t("open")}
        </Button>
      ) : null}
    </Paper>
  );
}
