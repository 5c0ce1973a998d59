// One group: its people and the sessions it stands in.
import { Group as Row, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import type { ResultOf } from "~/graphql/tada";
import { usePages } from "~/lib/usePages";
import { useCan } from "~/session/permissions";
import { EmptyState } from "~/ui/EmptyState";
import { Icon, PATHS } from "~/ui/icons";
import { BackLink, ButtonLink } from "~/ui/links";
import { Page } from "~/ui/Page";
import { Panel } from "~/ui/Panel";
import { PersonLink } from "~/ui/PersonLink";
import { Refused } from "~/ui/Refused";
import { SessionRow } from "~/ui/SessionRow";
import { Rows } from "~/ui/Rows";
import { StatusBadge } from "~/ui/StatusBadge";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { Waiting } from "~/ui/Waiting";
import { GROUP, GROUP_MEMBERS } from "./documents";

type GroupData = Extract<NonNullable<ResultOf<typeof GROUP>["node"]>, { __typename: "Group" }>;
type MembersNode = Extract<NonNullable<ResultOf<typeof GROUP_MEMBERS>["node"]>, { __typename: "Group" }>;
type Member = MembersNode["members"]["nodes"][number];

/** The page of a group by id. */
export function GroupView({ id }: { id: string }) {
  const t = useTranslations("groups");
  const [{ data, error }, refetch] = useQuery({ query: GROUP, variables: { id } });
  const back = <BackLink to="/groups">{t("title")}</BackLink>;
  if (data?.node?.__typename === "Group") return <Loaded group={data.node} back={back} />;
  return (
    <Page title={t("group")} back={back}>
      {error ? <Refused refusal={refusalOf(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} /> : null}
      {data ? <EmptyState drawing={PATHS.search} title={t("gone")} text={t("goneText")} /> : error ? null : <Waiting rows={6} />}
    </Page>
  );
}

function Loaded({ group, back }: { group: GroupData; back: React.ReactNode }) {
  const t = useTranslations("groups");
  const can = useCan();
  const lead = (
    <>
      {group.description ? <div>{group.description}</div> : null}
      <Row gap="md" mt={4}>
        {group.isPrivate ? (
          <Row gap={6} component="span">
            <Icon name="lock" /> {t("private")}
          </Row>
        ) : null}
        {group.externalId ? <Text size="sm">{t("externalIdIs", { id: group.externalId })}</Text> : null}
      </Row>
    </>
  );
  const add = can("INVITE") ? (
    <ButtonLink to="/add" search={{ group: group.id }} leftSection={<Icon name="plus" />}>
      {t("addMembers")}
    </ButtonLink>
  ) : undefined;
  return (
    <Page title={group.name} lead={lead} back={back} actions={add}>
      <Stack gap="lg">
        <Panel title={t("sessions")}>
          <Rows empty={t("noSessions")}>
            {group.sessions.nodes.map((session) => (
              <SessionRow key={session.id} session={session} withProgram />
            ))}
          </Rows>
        </Panel>
        <Members id={group.id} add={add} />
      </Stack>
    </Page>
  );
}

function Members({ id, add }: { id: string; add: React.ReactNode }) {
  const t = useTranslations("groups");
  const pages = usePages(GROUP_MEMBERS, { id }, membersOf);
  return (
    <Panel title={t("members")} flush>
      <VirtualTable
        label={t("members")}
        columns={useColumns(id)}
        pages={pages}
        rowKey={(row) => row.id}
        empty={<EmptyState drawing={PATHS.members} title={t("noMembers")} text={t("noMembersText")} action={add} />}
      />
    </Panel>
  );
}

const NOBODY = { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } };

function membersOf(data: ResultOf<typeof GROUP_MEMBERS>) {
  return data.node?.__typename === "Group" ? data.node.members : NOBODY;
}

function useColumns(groupId: string): Column<Member>[] {
  const t = useTranslations("groups");
  const roles = useTranslations("groupRoles");
  const roleOf = (member: Member) => member.memberships.find((place) => place.group?.id === groupId)?.role;
  return [
    { name: t("person"), width: "minmax(0, 2.4fr)", cell: (member) => <PersonLink person={member} /> },
    {
      name: t("role"),
      width: "minmax(0, 1fr)",
      cell: (member) => {
        const role = roleOf(member);
        return role ? <Text size="sm">{roles(role)}</Text> : null;
      },
    },
    { name: t("status"), width: "minmax(0, 1fr)", cell: (member) => <StatusBadge of="member" status={member.status} /> },
  ];
}
