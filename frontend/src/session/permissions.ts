// Answers "may I?" from the list the server sent; the browser never works it out from a role.
import { useSession } from "./SessionProvider";

export type Permission =
  | "MANAGE_WORKSPACE"
  | "SEE_MEMBERS"
  | "INVITE"
  | "MANAGE_MEMBERS"
  | "SEE_GROUPS"
  | "CREATE_GROUPS"
  | "MANAGE_GROUP"
  | "SEE_PROGRAMS"
  | "MANAGE_PROGRAMS"
  | "REGISTER"
  | "SEE_INVITATIONS"
  | "MANAGE_INVITATIONS"
  | "SEE_STATISTICS"
  | "EXPORT"
  | "SEE_BATCHES"
  | "SEE_AUDIT"
  | "MANAGE_KEYS"
  | "PROVISION";

/** A question to ask for each thing a page would show. */
export function useCan(): (permission: Permission) => boolean {
  const permissions = useSession().viewer?.permissions ?? [];
  return (permission) => permissions.includes(permission);
}
