// One session: when it runs, the groups that stand in it, who is registered.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import type { ResultOf } from "~/graphql/tada";
import { usePages } from "~/lib/usePages";
import { useCan } from "~/session/permissions";
import { EmptyState } from "~/ui/EmptyState";
import { Icon, PATHS } from "~/ui/icons";
import { BackLink, TextLink } from "~/ui/links";
import { Page } from "~/ui/Page";
import { Panel } from "~/ui/Panel";
import { PersonLink } from "~/ui/PersonLink";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { usePeriod } from "~/ui/period";
import { StatusBadge } from "~/ui/StatusBadge";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { Waiting } from "~/ui/Waiting";
import { SESSION, SESSION_REGISTRATIONS } from "./documents";

type SessionData = Extract<NonNullable<ResultOf<typeof SESSION>["node"]>, { __typename: "Session" }>;
type RegistrationsNode = Extract<NonNullable<ResultOf<typeof SESSION_REGISTRATIONS>["node"]>, { __typename: "Session" }>;
type Registration = RegistrationsNode["registrations"]["nodes"][number];

/** The page of a session by id; `onAssign` opens the choice of a group. */
export function SessionView({ id, onAssign }: { id: string; onAssign: () => void }) {
  const t = useTranslations("sessions");
  const [{ data, error }, refetch] = useQuery({ query: SESSION, variables: { id } });
  if (data?.node?.__typename === "Session") return <Loaded session={data.node} onAssign={onAssign} />;
  return (
    <Page title={t("session")} back={<BackLink to="/training/programs">{t("programs")}</BackLink>}>
      {error ? <Refused refusal={refusalOf(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} /> : null}
      {data ? <EmptyState drawing={PATHS.search} title={t("gone")} text={t("goneText")} /> : error ? null : <Waiting rows={6} />}
    </Page>
  );
}

function Loaded({ session, onAssign }: { session: SessionData; onAssign: () => void }) {
  const t = useTranslations("sessions");
  const can = useCan();
  const period = usePeriod();
  const open = session.state === "UPCOMING" || session.state === "ONGOING";
  const assign =
    open && can("REGISTER") ? (
      <Button onClick={onAssign} leftSection={<Icon name="plus" />}>
        {t("addGroup")}
      </Button>
    ) : undefined;
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
  return (
    <Page title={session.name} heading={heading} lead={period(session, session.timeZone)} back={back} actions={assign}>
      <Stack gap="lg">
        <Panel title={t("groups")} lead={t("groupsHelp")}>
          <Rows empty={t("noGroups")}>
            {session.groups.map((group) => (
              <Group key={group.id} justify="space-between">
                <TextLink to="/groups/$id" params={{ id: group.id }} fw={600}>
                  {group.name}
                </TextLink>
                <Text size="sm" c="dimmed">
                  {t("memberCount", { count: group.memberCount })}
                </Text>
              </Group>
            ))}
          </Rows>
        </Panel>
        <Registrations id={session.id} />
      </Stack>
    </Page>
  );
}

function Registrations({ id }: { id: string }) {
  const t = useTranslations("sessions");
  const pages = usePages(SESSION_REGISTRATIONS, { id }, registrationsOf);
  return (
    <Panel title={t("registered")} flush>
      <VirtualTable
        label={t("registered")}
        columns={useColumns()}
        pages={pages}
        rowKey={(row) => row.id}
        empty={<EmptyState drawing={PATHS.members} title={t("nobody")} text={t("nobodyText")} />}
      />
    </Panel>
  );
}

const NOBODY = { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } };

function registrationsOf(data: ResultOf<typeof SESSION_REGISTRATIONS>) {
  return data.node?.__typename === "Session" ? data.node.registrations : NOBODY;
}

function useColumns(): Column<Registration>[] {
  const t = useTranslations("sessions");
  return [
    { name: t("person"), width: "minmax(0, 2.4fr)", cell: ({ member }) => (member ? <PersonLink person={member} /> : null) },
    { name: t("status"), width: "minmax(0, 1fr)", cell: ({ member }) => (member ? <StatusBadge of="member" status={member.status} /> : null) },
  ];
}
