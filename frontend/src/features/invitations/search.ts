// What the address of the invitations room asks for, and asking it ahead of the list.
import type { Client } from "urql";
import { wordsAhead } from "~/i18n/areas";
import { firstPageAhead } from "~/lib/pageStore";
import { INVITATIONS } from "./documents";

export const STATES = ["PENDING", "ACCEPTED", "EXPIRED", "REVOKED"] as const;
export const MAIL_STATES = ["BOUNCED", "FAILED", "SCHEDULED", "QUEUED", "SENT", "DELIVERED", "CANCELLED"] as const;

export interface InvitationSearch {
  search?: string;
  state?: string;
  mail?: string;
}

/** What an address asks for; words it does not know count as none. */
export function filterOf(search: InvitationSearch) {
  const state = STATES.find((known) => known === search.state);
  const mail = MAIL_STATES.find((known) => known === search.mail);
  return { state, mail, filter: { search: search.search ?? null, state: state ? [state] : null, mailState: mail ? [mail] : null } };
}

/** Fetches what the list will show first. */
export function ahead(client: Client, search: InvitationSearch): Promise<void> {
  firstPageAhead(client, INVITATIONS, { filter: filterOf(search).filter });
  return wordsAhead("people");
}
