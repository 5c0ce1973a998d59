// An invitation and whom it invites, as the pages that change one hand it over.
import type { Named } from "~/lib/names";
import type { Role } from "./useDraft";

export interface Invited {
  invitation: {
    id: string;
    email: string | null;
    role: Role;
    state: "PENDING" | "ACCEPTED" | "EXPIRED" | "REVOKED";
    invitedBy: { id: string } | null;
  };
  member: Named & {
    id: string;
    language: string | null;
    deactivatesOn: string | null;
    memberships: readonly { group: { id: string; name: string } | null }[];
  };
}
