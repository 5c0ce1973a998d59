// Reads a connection of any length as rows by index.
import type { TypedDocumentNode } from "@urql/core";
import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { useClient } from "urql";
import type { Refusal } from "~/graphql/refusals";
import { type Connection, PAGE_SIZE, type PageArguments, pageStore } from "./pageStore";

export interface Pages<Node> {
  total: number | null;
  refusal: Refusal | null;
  /** Whether the refusal is that of a server out of reach, and the rows are those known before. */
  outdated: boolean;
  /** The row at an index, or undefined while its page is not here. */
  at: (index: number) => Node | undefined;
  /** Says which rows are in view. */
  show: (first: number, last: number) => void;
  retry: () => void;
}

/** The rows of one connection; other variables are another list. `pick` must be the same function each time. */
export function usePages<Data, Variables extends PageArguments, Node>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, keyof PageArguments>,
  pick: (data: Data) => Connection<Node>,
): Pages<Node> {
  const client = useClient();
  const key = JSON.stringify(variables);
  const [attempt, setAttempt] = useState(0);
  const { store } = useMemo(
    () => ({ store: pageStore(client, document, JSON.parse(key) as typeof variables, pick), attempt }),
    [client, document, key, pick, attempt],
  );
  const known = useSyncExternalStore(store.subscribe, store.read);
  const at = useCallback((index: number) => known.pages.get(Math.floor(index / PAGE_SIZE))?.nodes[index % PAGE_SIZE], [known]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return useMemo(
    () => ({ total: known.total, refusal: known.refusal, outdated: known.outdated, at, show: store.show, retry }),
    [known, at, store, retry],
  );
}
