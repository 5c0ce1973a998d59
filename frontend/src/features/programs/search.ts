// What the address of the programs room asks for, and asking it ahead of the list.
import type { Client } from "urql";
import { firstPageAhead } from "~/lib/pageStore";
import { PROGRAMS } from "./documents";

/** The question of the list. */
export function variablesOf(search: string | undefined) {
  return { filter: { search: search ?? null } };
}

/** Fetches what the list will show first. */
export function ahead(client: Client, { search }: { search?: string }): void {
  firstPageAhead(client, PROGRAMS, variablesOf(search));
}
