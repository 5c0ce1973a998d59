// Hears what others change, over one socket; loaded after the first view.
import { createClient } from "graphql-ws";
import { graphqlText } from "./text";

const CHANGES = graphqlText(`
  subscription Changes($of: [ChangeKind!]!) {
    changes(of: $of) { kind id }
  }
`);
/** Many changes that come together are one question. */
const PAUSE_MS = 250;
/** While changes keep coming, screens follow at this pace. */
const PACE_MS = 1000;

/** Calls `refetch` soon after each change and each connection, before which changes went unheard; answers how to stop. */
export function follow(of: readonly string[], refetch: () => void): () => void {
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
    on: { connected: soon },
  });
  const stop = socket.subscribe({ query: CHANGES as unknown as string, variables: { of } }, { next: soon, error: () => {}, complete: () => {} });
  return () => {
    clearTimeout(waiting);
    stop();
    void socket.dispose();
  };
}
