// Hears what others change and asks again for what is on the screen.
import { type Client, type Exchange, makeOperation, type Operation } from "@urql/core";
import { createClient } from "graphql-ws";
import { useEffect } from "react";
import { useClient } from "urql";
import { pipe, tap } from "wonka";
import { hearNews } from "./inOrder";
import { graphqlText } from "./text";

const CHANGES = graphqlText(`
  subscription Changes {
    changes(of: [MEMBER, INVITATION, GROUP, PROGRAM, SESSION, MAIL, IMPORT, WORKSPACE]) { kind id }
  }
`);
/** Many changes that come together are one question. */
const PAUSE_MS = 250;
/** While changes keep coming, screens follow at this pace. */
const PACE_MS = 1000;

const watched = new Map<number, Operation>();

/** Remembers which queries are on the screen; it stands in front of the cache. */
export const watchQueries: Exchange =
  ({ forward }) =>
  (operations) =>
    pipe(
      operations,
      tap((operation) => {
        if (operation.kind === "query") watched.set(operation.key, operation);
        else if (operation.kind === "teardown") watched.delete(operation.key);
      }),
      forward,
    );

/** Fetches again whatever is on the screen, even what is on its way; what is shown stays until the answers are here. */
export function refetchShown(client: Client): void {
  hearNews();
  for (const operation of watched.values()) {
    client.reexecuteOperation(makeOperation("query", operation, { ...operation.context, requestPolicy: "cache-and-network" }));
  }
}

/** Follows the changes of the workspace for as long as the page that calls it is open. */
export function useLive(): void {
  const client = useClient();
  useEffect(() => follow(() => refetchShown(client)), [client]);
}

/** Calls `refetch` soon after each change and after each reconnection; answers how to stop. */
export function follow(refetch: () => void): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  const soon = () => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      last = performance.now();
      refetch();
    }, Math.max(PAUSE_MS, last + PACE_MS - performance.now()));
  };
  const socket = createClient({
    url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`,
    keepAlive: 15_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    on: { connected: (_socket, _payload, again) => again && soon() },
  });
  const stop = socket.subscribe({ query: CHANGES as unknown as string }, { next: soon, error: () => {}, complete: () => {} });
  return () => {
    clearTimeout(waiting);
    stop();
    void socket.dispose();
  };
}
