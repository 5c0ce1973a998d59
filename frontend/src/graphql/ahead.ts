// Asks for what a page will show before the page asks: while it is drawn, or before it is opened.
import { type Client, createRequest, type TypedDocumentNode } from "@urql/core";

/** Milliseconds for which an answer is new: a page that opens within them does not ask again. */
const NEW_MS = 5000;
const askedAt = new Map<number, number>();

/** Asks, unless that has just been done; the answer waits in the cache, and who asks meanwhile shares it. */
export function askAhead<Data, Variables extends object>(client: Client, document: TypedDocumentNode<Data, Variables>, variables: Variables): void {
  const { key } = createRequest(document, variables);
  if (isNew(key)) return;
  askedAt.set(key, performance.now());
  void client
    .query(document, variables, { requestPolicy: "cache-and-network" })
    .toPromise()
    .then(({ error }) => error && askedAt.delete(key));
}

/** Whether the question was asked a moment ago, and nothing has been heard since. */
export function isNew(key: number): boolean {
  return performance.now() - (askedAt.get(key) ?? Number.NEGATIVE_INFINITY) < NEW_MS;
}

/** Something may have changed: no answer counts as new. */
export function nothingIsNew(): void {
  askedAt.clear();
}
