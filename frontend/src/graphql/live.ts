// Hears what others change and asks again for what is on the screen.
import { type Client, type Exchange, makeOperation, type Operation } from "@urql/core";
import { useEffect, useRef } from "react";
import { useClient } from "urql";
import { pipe, tap } from "wonka";
import { nothingIsNew } from "./ahead";
import { hearNews } from "./inOrder";
import type { Refusal } from "./refusals";

export const CHANGE_KINDS = ["MEMBER", "INVITATION", "GROUP", "PROGRAM", "SESSION", "MAIL", "IMPORT", "WORKSPACE", "WEBHOOK"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
const watched = new Map<number, Operation>();
/** What is on the screen and is no query: how to ask for it again. */
const waiting = new Set<() => void>();

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
  nothingIsNew();
  for (const operation of watched.values()) {
    client.reexecuteOperation(makeOperation("query", operation, { ...operation.context, requestPolicy: "cache-and-network" }));
  }
  for (const again of waiting) again();
}

/** Asks again for what is no query and could not be had, once the network or the server is back. */
export function useAgain(refusal: Refusal | null, again: () => void): void {
  const lost = refusal?.code === "OFFLINE";
  const latest = useRef(again);
  useEffect(() => {
    latest.current = again;
  });
  useEffect(() => {
    if (!lost) return undefined;
    const ask = () => latest.current();
    waiting.add(ask);
    window.addEventListener("online", ask);
    return () => {
      waiting.delete(ask);
      window.removeEventListener("online", ask);
    };
  }, [lost]);
}

/** Milliseconds until what follows changes is loaded again, where it could not be. */
const AGAIN_MS = 5000;

/** Follows changes of these kinds in the workspace for as long as the page that calls it is open. */
export function useLive(kinds: readonly ChangeKind[]): void {
  const client = useClient();
  const named = kinds.join();
  useEffect(() => {
    let stop = () => {};
    const start = () =>
      import("./follow").then(
        ({ follow }) => {
          stop = follow(named.split(","), () => refetchShown(client));
        },
        () => {
          const timer = setTimeout(start, AGAIN_MS);
          stop = () => clearTimeout(timer);
        },
      );
    const starting = start();
    return () => void starting.then(() => stop());
  }, [client, named]);
}
