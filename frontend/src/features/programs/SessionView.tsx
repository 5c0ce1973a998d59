// One session: when it runs, the groups that stand in it, who is registered and why, and when their mail goes.
import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { useCan } from "~/session/permissions";
import { EmptyState } from "~/ui/EmptyState";
import { Icon, PATHS } from "~/ui/icons";
import { BackLink, ButtonLink } from "~/ui/links";
import { Page } from "~/ui/Page";
import { usePeriod } from "~/ui/period";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { StatusBadge } from "~/ui/StatusBadge";
import { Waiting } from "~/ui/Waiting";
import { SESSION, type Session, type SessionGroup } from "./documents";
import { type Learner, Registrations } from "./Registrations";
import { SessionGroups } from "./SessionGroups";

export interface SessionVerbs {
  onAssign: () => void;
  onRegister: () => void;
  onTakeOut: (people: Learner[], onDone: () => void) => void;
  onRemoveGroup: (place: SessionGroup) => void;
  onChange: (session: Session) => void;
  onCallOff: (session: Session) => void;
}

/** The page of a session by id. */
export function SessionView({ id, ...verbs }: { id: string } & SessionVerbs) {
  const t = useTranslations("sessions");
  const [{ data, error }, refetch] = useQuery({ query: SESSION, variables: { id } });
  if (data?.node?.__typename === "Session") return <Loaded session={data.node} {...verbs} />;
  return (
    <Page title={t("session")} back={<BackLink to="/training/programs">{t("programs")}</BackLink>}>
      {error ? <Refused refusal={refusalOf(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} /> : null}
      {data ? <EmptyState drawing={PATHS.search} title={t("gone")} text={t("goneText")} /> : error ? null : <Waiting rows={6} />}
    </Page>
  );
}

function Loaded({ session, ...verbs }: { session: Session } & SessionVerbs) {
  const t = useTranslations("sessions");
  const can = useCan();
  const period = usePeriod();
  const open = session.state === "UPCOMING" || session.state === "ONGOING";
  const registers = open && session.canManage && can("REGISTER");
  const heading = (
    <Group gap="sm" component="span">
      {session.name}
      <StatusBadge of="session" status={session.state} />
    </Group>
  );
  const back = session.program ? (
    <BackLink to="/training/programs/$id" params={{ id: session.program.id }}>
      {session.program.title}
    </BackLink>
  ) : undefined;
  const actions = open && session.canManage ? <Actions session={session} {...verbs} /> : undefined;
  const adding = registers && session.program ? <Adding programId={session.program.id} sessionId={session.id} {...verbs} /> : undefined;
  return (
    <Page title={session.name} heading={heading} lead={period(session, session.timeZone)} back={back} actions={actions}>
      <Stack gap="lg">
        <Panel title={t("registration")} lead={t("registrationLead")} actions={adding} flush>
          <Registrations sessionId={session.id} canTakeOut={registers} onTakeOut={verbs.onTakeOut} />
        </Panel>
        <Panel title={t("groups")} lead={t("groupsHelp")}>
          <SessionGroups sessionId={session.id} canRemove={registers} onRemove={verbs.onRemoveGroup} />
        </Panel>
      </Stack>
    </Page>
  );
}

function Actions({ session, onChange, onCallOff }: { session: Session } & SessionVerbs) {
  const t = useTranslations("sessions");
  return (
    <Group gap="xs">
      <Button variant="default" leftSection={<Icon name="calendar" />} onClick={() => onChange(session)}>
        {t("change")}
      </Button>
      <Button variant="default" onClick={() => onCallOff(session)}>
        {t("callOff")}
      </Button>
    </Group>
  );
}

/** + Group, + Learner, Add emails. */
function Adding({ programId, sessionId, onAssign, onRegister }: { programId: string; sessionId: string } & SessionVerbs): ReactNode {
  const t = useTranslations("sessions");
  return (
    <Group gap="xs">
      <Button leftSection={<Icon name="plus" />} aria-label={t("addGroup")} onClick={onAssign}>
        {t("plusGroup")}
      </Button>
      <Button leftSection={<Icon name="plus" />} aria-label={t("addLearner")} onClick={onRegister}>
        {t("plusLearner")}
      </Button>
      <ButtonLink to="/training/programs/$id/sessions/$sid/emails" params={{ id: programId, sid: sessionId }} variant="default" leftSection={<Icon name="mail" />}>
        {t("addEmails")}
      </ButtonLink>
    </Group>
  );
}
