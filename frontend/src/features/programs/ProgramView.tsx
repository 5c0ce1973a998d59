// One program: its sessions, the groups that stand in all of them, its settings.
import { Anchor, Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { EmptyState } from "~/ui/EmptyState";
import { Icon, PATHS } from "~/ui/icons";
import { BackLink } from "~/ui/links";
import { Page } from "~/ui/Page";
import { PageTabs } from "~/ui/PageTabs";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { Waiting } from "~/ui/Waiting";
import { PROGRAM, type Program } from "./documents";
import { ProgramGroups } from "./ProgramGroups";
import { ProgramSessions } from "./ProgramSessions";
import { ProgramSettings } from "./ProgramSettings";

interface ProgramViewProps {
  tab: string | undefined;
  onTab: (tab: string) => void;
  onCreate: () => void;
  onAssign: () => void;
  onRemoveGroup: (group: { id: string; name: string }, program: Program) => void;
}

/** The page of a program by id. */
export function ProgramView({ id, ...props }: { id: string } & ProgramViewProps) {
  const t = useTranslations("programs");
  const [{ data, error }, refetch] = useQuery({ query: PROGRAM, variables: { id } });
  const back = <BackLink to="/training/programs">{t("title")}</BackLink>;
  if (data?.node?.__typename === "Program") return <Loaded program={data.node} back={back} {...props} />;
  return (
    <Page title={t("program")} back={back}>
      {error ? <Refused refusal={refusalOf(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} /> : null}
      {data ? <EmptyState drawing={PATHS.search} title={t("gone")} text={t("goneText")} /> : error ? null : <Waiting rows={6} />}
    </Page>
  );
}

const PARTS = ["sessions", "groups", "settings"] as const;

function Loaded({ program, back, ...props }: { program: Program; back: ReactNode } & ProgramViewProps) {
  const t = useTranslations("programs");
  const parts = PARTS.filter((name) => name !== "settings" || program.canManage);
  const part = parts.find((name) => name === props.tab) ?? "sessions";
  const changes = program.canManage && program.archivedAt === null;
  const lead = (
    <>
      {program.archivedAt ? <div>{t("archived")}</div> : null}
      {program.summary ? <div>{program.summary}</div> : null}
      {program.contentUrl ? (
        <Anchor href={program.contentUrl} target="_blank" rel="noreferrer">
          {t("openContent")}
        </Anchor>
      ) : null}
    </>
  );
  return (
    <Page title={program.title} lead={lead} back={back}>
      <PageTabs label={program.title} value={part} parts={parts.map((name) => ({ name, title: t(`parts.${name}`) }))} onChange={props.onTab}>
        {part === "sessions" ? <Sessions program={program} canAdd={changes} onCreate={props.onCreate} /> : null}
        {part === "groups" ? <ProgramGroups programId={program.id} canChange={changes} onAdd={props.onAssign} onRemove={(group) => props.onRemoveGroup(group, program)} /> : null}
        {part === "settings" ? <ProgramSettings program={program} /> : null}
      </PageTabs>
    </Page>
  );
}

function Sessions({ program, canAdd, onCreate }: { program: Program; canAdd: boolean; onCreate: () => void }) {
  const t = useTranslations("programs");
  const sessions = program.sessions.nodes;
  const create = canAdd ? (
    <Button onClick={onCreate} leftSection={<Icon name="plus" />}>
      {t("newSession")}
    </Button>
  ) : undefined;
  return (
    <Panel title={t("sessions")} actions={sessions.length > 0 ? create : undefined}>
      {sessions.length === 0 ? (
        <EmptyState drawing={PATHS.calendar} title={t("noSessions")} text={t("noSessionsText")} action={create} />
      ) : (
        <ProgramSessions programId={program.id} sessions={program.sessions} />
      )}
    </Panel>
  );
}
