// What the address of the members room asks for, and asking it ahead of the list.
import type { Client } from "urql";
import { wordsAhead } from "~/i18n/areas";
import { firstPageAhead } from "~/lib/pageStore";
import { type Filter, MEMBERS, type Order } from "./documents";

export interface MemberSearch {
  search?: string;
  status?: string;
  role?: string;
  bounced?: boolean;
  order?: string;
}

export const STATUSES = ["INVITED", "ACTIVE", "DEACTIVATED"] as const;
export const ROLES = ["OWNER", "ADMIN", "TRAINER", "TRAINEE"] as const;
export const ORDERS = ["NAME", "EMAIL", "NEWEST", "OLDEST", "STATUS", "ROLE", "DEACTIVATION"] as const satisfies readonly Order[];

/** What an address asks for; words it does not know count as none. */
export function filterOf(search: MemberSearch): { filter: Filter; orderBy: Order; narrowed: boolean } {
  const status = STATUSES.find((known) => known === search.status);
  const role = ROLES.find((known) => known === search.role);
  const filter: Filter = {
    search: search.search ?? null,
    status: status ? [status] : null,
    role: role ? [role] : null,
    bounced: search.bounced ? true : null,
  };
  const orderBy = ORDERS.find((known) => known === search.order) ?? "NAME";
  return { filter, orderBy, narrowed: Boolean(search.search ?? status ?? role ?? search.bounced) };
}

/** Fetches what the list will show first. */
export function ahead(client: Client, search: MemberSearch): Promise<void> {
  const { filter, orderBy } = filterOf(search);
  firstPageAhead(client, MEMBERS, { filter, orderBy });
  return wordsAhead("people");
}
