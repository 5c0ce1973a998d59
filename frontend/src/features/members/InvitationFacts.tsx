// A member's invitation and what became of its mail.
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { displayName } from "~/lib/names";
import { Facts } from "~/ui/Facts";
import { Panel } from "~/ui/Panel";
import { StatusBadge } from "~/ui/StatusBadge";
import type { Member } from "./documents";

/** The facts, and under them what can be done. */
export function InvitationFacts({ invitation, verbs }: { invitation: NonNullable<Member["invitation"]>; verbs: ReactNode }) {
  const t = useTranslations("members");
  const format = useFormatter();
  const { mail } = invitation;
  const moment = (value: string) => format.dateTime(new Date(value), { dateStyle: "medium", timeStyle: "short" });
  const when = mail && (mail.sentAt ?? (mail.state === "CANCELLED" ? null : mail.dueAt));
  return (
    <Panel title={t("invitation")}>
      <Facts
        facts={[
          [t("state"), <StatusBadge key="state" of="invitation" status={invitation.state} />],
          [
            t("mail"),
            mail && (
              <>
                <StatusBadge of="mail" status={mail.state} /> {when ? <Text span size="sm" c="dimmed">{moment(when)}</Text> : null}
                {mail.state === "BOUNCED" || mail.state === "FAILED" ? <Text size="sm">{mail.smtpReply ?? mail.reason}</Text> : null}
              </>
            ),
          ],
          [t("invitedBy"), invitation.invitedBy && displayName(invitation.invitedBy)],
          [t("invitedOn"), moment(invitation.createdAt)],
          [t("validUntil"), invitation.state === "PENDING" ? moment(invitation.expiresAt) : null],
          [t("acceptedOn"), invitation.acceptedAt && moment(invitation.acceptedAt)],
        ]}
      />
      {verbs}
    </Panel>
  );
}
