// Reads everybody whom a filter finds, page by page, so that they can be ticked at once.
import type { Client } from "@urql/core";
import { PAGE_SIZE } from "~/lib/pageStore";
import { type Filter, MEMBER_IDS, type Row } from "./documents";

/** All of them by id; where a page does not come, those before it. */
export async function everyone(client: Client, filter: Filter): Promise<Map<string, Row>> {
  const found = new Map<string, Row>();
  let after: string | null = null;
  for (;;) {
    // Each page is asked for by the cursor of the one before.
    // oxlint-disable-next-line no-await-in-loop
    const { data } = await client.query(MEMBER_IDS, { first: PAGE_SIZE, after, filter }, { requestPolicy: "network-only" }).toPromise();
    for (const row of data?.members.nodes ?? []) found.set(row.id, row);
    if (!data?.members.pageInfo.hasNextPage) return found;
    after = data.members.pageInfo.endCursor ?? null;
  }
}
