// One member: who they are, what they may do and until when, how they were invited, where they belong, and why.
import { Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { displayName } from "~/lib/names";
import { useCan } from "~/session/permissions";
import { useViewer } from "~/session/SessionProvider";
import { Address } from "~/ui/Address";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { BackLink } from "~/ui/links";
import { Page } from "~/ui/Page";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { StatusBadge } from "~/ui/StatusBadge";
import { Waiting } from "~/ui/Waiting";
import { About } from "./About";
import { AccessForm } from "./AccessForm";
import { BounceNotice } from "./BounceNotice";
import { MEMBER, type Member } from "./documents";
import { InvitationFacts } from "./InvitationFacts";
import classes from "./members.module.css";
import { ProfileVerbs } from "./ProfileVerbs";
import { Places } from "./Places";
import { Why } from "./Why";

export interface MemberProfileProps {
  id: string;
  /** The verbs of their invitation. */
  invitation: (member: Member) => ReactNode;
}

/** The page of a member by id. */
export function MemberProfile({ id, invitation }: MemberProfileProps) {
  const t = useTranslations("members");
  const [{ data, error }, refetch] = useQuery({ query: MEMBER, variables: { id } });
  const member = data?.node?.__typename === "Member" ? data.node : null;
  const back = <BackLink to="/members">{t("title")}</BackLink>;
  if (member) return <Profile member={member} back={back} invitation={invitation(member)} />;
  return (
    <Page title={t("member")} back={back}>
      {error ? <Refused refusal={refusalOf(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} /> : null}
      {data ? <EmptyState drawing={PATHS.search} title={t("gone")} text={t("goneText")} /> : error ? null : <Waiting rows={6} />}
    </Page>
  );
}

/** Whether the server lets this person change that member: nobody changes who stands above them. */
function useMayChange(member: Member): boolean {
  const can = useCan();
  const { grantableRoles } = useViewer();
  return can("MANAGE_MEMBERS") && grantableRoles.includes(member.role);
}

function Profile({ member, back, invitation }: { member: Member; back: ReactNode; invitation: ReactNode }) {
  const mayChange = useMayChange(member);
  const name = displayName(member);
  const heading = (
    <Group gap="sm" component="span">
      <Address text={name} />
      <StatusBadge of="member" status={member.status} />
    </Group>
  );
  return (
    <Page title={name} heading={heading} back={back} actions={mayChange ? <ProfileVerbs member={member} /> : undefined}>
      <div className={classes.columns}>
        <Stack gap="lg">
          {member.bounce ? <BounceNotice member={member} mayClear={mayChange} /> : null}
          <About member={member} />
          {mayChange ? <AccessForm key={member.id} member={member} /> : null}
          {member.invitation ? <InvitationFacts invitation={member.invitation} verbs={invitation} /> : null}
          <Places member={member} />
          <Mails member={member} />
        </Stack>
        <Why id={member.id} />
      </div>
    </Page>
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
                {[format.dateTime(new Date(mail.sentAt ?? mail.dueAt), { dateStyle: "long", timeStyle: "short" }), mail.sentTo].filter(Boolean).join(" · ")}
              </Text>
              {mail.state === "BOUNCED" || mail.state === "FAILED" ? <Text size="sm">{mail.smtpReply ?? mail.reason}</Text> : null}
            </div>
            <StatusBadge of="mail" status={mail.state} />
          </Group>
        ))}
      </Rows>
    </Panel>
  );
}
