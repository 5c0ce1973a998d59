// One member: who they are, how they were invited, where they belong and which mail they had.
import { Group, Stack, Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import type { ResultOf } from "~/graphql/tada";
import { asUtcDate } from "~/lib/days";
import { displayName } from "~/lib/names";
import { Address } from "~/ui/Address";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { Facts } from "~/ui/Facts";
import { useLanguageNames } from "~/ui/Forecast";
import { BackLink, TextLink } from "~/ui/links";
import { Page } from "~/ui/Page";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { SessionRow } from "~/ui/SessionRow";
import { StatusBadge } from "~/ui/StatusBadge";
import { Waiting } from "~/ui/Waiting";
import { MEMBER } from "./documents";

type Member = Extract<NonNullable<ResultOf<typeof MEMBER>["node"]>, { __typename: "Member" }>;

/** The page of a member by id. */
export function MemberProfile({ id }: { id: string }) {
  const t = useTranslations("members");
  const [{ data, error }, refetch] = useQuery({ query: MEMBER, variables: { id } });
  const member = data?.node?.__typename === "Member" ? data.node : null;
  const back = <BackLink to="/members">{t("title")}</BackLink>;
  if (member) return <Profile member={member} back={back} />;
  return (
    <Page title={t("member")} back={back}>
      {error ? <Refused refusal={refusalOf(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} /> : null}
      {data ? <EmptyState drawing={PATHS.search} title={t("gone")} text={t("goneText")} /> : error ? null : <Waiting rows={6} />}
    </Page>
  );
}

function Profile({ member, back }: { member: Member; back: React.ReactNode }) {
  const name = displayName(member);
  const heading = (
    <Group gap="sm" component="span">
      <Address text={name} />
      <StatusBadge of="member" status={member.status} />
    </Group>
  );
  return (
    <Page title={name} heading={heading} back={back} narrow>
      <Stack gap="lg">
        <About member={member} />
        <Places member={member} />
        <Mails member={member} />
      </Stack>
    </Page>
  );
}

function About({ member }: { member: Member }) {
  const t = useTranslations("members");
  const roles = useTranslations("roles");
  const format = useFormatter();
  const language = useLanguageNames();
  const { invitation } = member;
  const email = member.email === null ? null : <Address text={member.email} />;
  const state = invitation ? <StatusBadge of="invitation" status={invitation.state} /> : null;
  const day = (value: string) => format.dateTime(new Date(value), { dateStyle: "long" });
  return (
    <Panel title={t("about")}>
      <Facts
        facts={[
          [t("email"), email],
          [t("username"), member.username],
          [t("role"), roles(member.role)],
          [t("language"), member.language && language(member.language)],
          [t("lastDay"), member.lastDayOfAccess && format.dateTime(asUtcDate(member.lastDayOfAccess), { dateStyle: "full", timeZone: "UTC" })],
          [t("since"), day(member.createdAt)],
          [t("invitation"), state],
          [t("invitedBy"), invitation?.invitedBy && displayName(invitation.invitedBy)],
          [t("validUntil"), invitation?.state === "PENDING" ? day(invitation.expiresAt) : null],
        ]}
      />
    </Panel>
  );
}

function Places({ member }: { member: Member }) {
  const t = useTranslations("members");
  return (
    <>
      <Panel title={t("groups")}>
        <Rows empty={t("noGroups")}>
          {member.groups.nodes.map((group) => (
            <TextLink key={group.id} to="/groups/$id" params={{ id: group.id }}>
              {group.name}
            </TextLink>
          ))}
        </Rows>
      </Panel>
      <Panel title={t("sessions")}>
        <Rows empty={t("noSessions")}>
          {member.registrations.nodes.map(({ id, session }) => (session ? <SessionRow key={id} session={session} withProgram /> : null))}
        </Rows>
      </Panel>
    </>
  );
}

function Mails({ member }: { member: Member }) {
  const t = useTranslations("members");
  const kinds = useTranslations("mailKinds");
  const format = useFormatter();
  return (
    <Panel title={t("mails")}>
      <Rows empty={t("noMails")}>
        {member.mails.nodes.map((mail) => (
          <Group key={mail.id} justify="space-between" gap="xs">
            <div>
              <Text size="sm" fw={600}>
                {kinds.has(mail.kind as never) ? kinds(mail.kind as never) : mail.kind}
              </Text>
              <Text size="sm" c="dimmed">
                {format.dateTime(new Date(mail.sentAt ?? mail.dueAt), { dateStyle: "long", timeStyle: "short" })}
              </Text>
            </div>
            <StatusBadge of="mail" status={mail.state} />
          </Group>
        ))}
      </Rows>
    </Panel>
  );
}
