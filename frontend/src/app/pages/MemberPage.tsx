// A member's page, with the verbs of their invitation.
import { getRouteApi } from "@tanstack/react-router";
import { InvitationVerbs } from "~/features/invitations/InvitationVerbs";
import type { Member } from "~/features/members/documents";
import { MemberProfile } from "~/features/members/MemberProfile";
import { Words } from "~/i18n/Words";

const route = getRouteApi("/app/members/$id");

function verbsOf(member: Member) {
  return member.invitation ? <InvitationVerbs invited={{ invitation: member.invitation, member }} /> : null;
}

/** The member named in the address. */
export function MemberPage() {
  return (
    <Words area="people">
      <MemberProfile id={route.useParams().id} invitation={verbsOf} />
    </Words>
  );
}
