// One program: what it is, and its sessions.
import { Anchor, Button } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import type { ResultOf } from "~/graphql/tada";
import { useCan } from "~/session/permissions";
import { EmptyState } from "~/ui/EmptyState";
import { Icon, PATHS } from "~/ui/icons";
import { BackLink } from "~/ui/links";
import { Page } from "~/ui/Page";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { SessionRow } from "~/ui/SessionRow";
import { Waiting } from "~/ui/Waiting";
import { PROGRAM } from "./documents";

type ProgramData = Extract<NonNullable<ResultOf<typeof PROGRAM>["node"]>, { __typename: "Program" }>;

/** The page of a program by id; `onCreate` opens the form for a session. */
export function ProgramView({ id, onCreate }: { id: string; onCreate: () => void }) {
  const t = useTranslations("programs");
  const [{ data, error }, refetch] = useQuery({ query: PROGRAM, variables: { id } });
  const back = <BackLink to="/training/programs">{t("title")}</BackLink>;
  if (data?.node?.__typename === "Program") return <Loaded program={data.node} back={back} onCreate={onCreate} />;
  return (
    <Page title={t("program")} back={back}>
      {error ? <Refused refusal={refusalOf(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} /> : null}
      {data ? <EmptyState drawing={PATHS.search} title={t("gone")} text={t("goneText")} /> : error ? null : <Waiting rows={6} />}
    </Page>
  );
}

function Loaded({ program, back, onCreate }: { program: ProgramData; back: React.ReactNode; onCreate: () => void }) {
  const t = useTranslations("programs");
  const can = useCan();
  const create = can("MANAGE_PROGRAMS") ? (
    <Button onClick={onCreate} leftSection={<Icon name="plus" />}>
      {t("newSession")}
    </Button>
  ) : undefined;
  const lead = (
    <>
      {program.summary ? <div>{program.summary}</div> : null}
      {program.contentUrl ? (
        <Anchor href={program.contentUrl} target="_blank" rel="noreferrer">
          {t("openContent")}
        </Anchor>
      ) : null}
    </>
  );
  const sessions = program.sessions.nodes;
  return (
    <Page title={program.title} lead={lead} back={back} actions={create}>
      <Panel title={t("sessions")}>
        {sessions.length === 0 ? (
          <EmptyState drawing={PATHS.calendar} title={t("noSessions")} text={t("noSessionsText")} action={create} />
        ) : (
          <Rows empty={t("noSessions")}>
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </Rows>
        )}
      </Panel>
    </Page>
  );
}
