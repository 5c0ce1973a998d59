// The verbs of one invitation, as its state allows them: resend, extend, change, copy the link, revoke.
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useCan } from "~/session/permissions";
import { useViewer } from "~/session/SessionProvider";
import { useKeptFocus } from "~/ui/useKeptFocus";
import { ChangeInvitation } from "./ChangeInvitation";
import { CopyLink } from "./CopyLink";
import { InvitationVerb, type Verb } from "./InvitationVerb";
import type { Invited } from "./invited";

const ALLOWED = {
  PENDING: ["resend", "extend", "change", "link", "revoke"],
  EXPIRED: ["resend", "extend"],
  REVOKED: ["resend"],
  ACCEPTED: [],
} as const;

/** Admins may with any, others with those they made; nothing is drawn where nothing can be done. */
export function InvitationVerbs({ invited }: { invited: Invited }) {
  const t = useTranslations("invitationVerbs");
  const can = useCan();
  const { member } = useViewer();
  const [open, setOpen] = useState<Verb | "change" | "link" | null>(null);
  const place = useKeptFocus<HTMLDivElement>("button");
  const { invitation } = invited;
  const mine = can("MANAGE_MEMBERS") || (can("MANAGE_INVITATIONS") && invitation.invitedBy?.id === member.id);
  const verbs = mine ? ALLOWED[invitation.state] : [];
  if (verbs.length === 0) return null;
  const close = () => setOpen(null);
  return (
    <Group ref={place} tabIndex={-1} gap="xs" mt="md">
      {verbs.map((verb) => (
        <Button key={verb} variant="default" size="sm" onClick={() => setOpen(verb)}>
          {t(verb)}
        </Button>
      ))}
      {open === "change" ? <ChangeInvitation invited={invited} onClose={close} /> : null}
      {open === "link" ? <CopyLink id={invitation.id} onClose={close} /> : null}
      {open === "resend" || open === "extend" || open === "revoke" ? <InvitationVerb verb={open} invitations={[{ ...invited.member, id: invitation.id }]} onClose={close} /> : null}
    </Group>
  );
}
