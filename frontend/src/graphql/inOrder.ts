// Keeps answers in order: what was read before a change never stays in place of what is known after it.
import { type Exchange, type ExchangeIO, makeOperation, type Operation, type OperationResult } from "@urql/core";
import { filter, fromArray, makeSubject, merge, mergeMap, pipe, share } from "wonka";

const underway = new Set<number>();
/** Whose answer may have been read before a change: told by others, or made here. */
const overtaken = new Map<number, "news" | "own">();

/** Whether the answer to a question is on its way. */
export function isUnderway(): boolean {
  return underway.size > 0;
}

/** Says that anything may have changed: what is on its way is shown once it is here, and asked again. */
export function hearNews(): void {
  for (const key of underway) if (!overtaken.has(key)) overtaken.set(key, "news");
}

/**
 * Stands around the cache, since the client asks nothing twice at once: whatever wants a question asked again while it
 * is on its way is not heard, and an answer from before the change would stay. Of two questions alike the earlier one
 * is called off. An answer that our own mutation has overtaken is never shown. What is asked again goes through the
 * cache anew, which would else keep its answer below what the mutation made stale, and show nothing.
 */
export function inOrder(cache: Exchange): Exchange {
  return ({ forward, ...given }) => {
    const { source: again, next: ask } = makeSubject<Operation>();
    const settle = ({ operation }: OperationResult): boolean => {
      if (operation.kind === "mutation") for (const key of underway) overtaken.set(key, "own");
      const reason = overtaken.get(operation.key);
      underway.delete(operation.key);
      if (reason) queueMicrotask(() => overtaken.has(operation.key) && ask(fresh(operation)));
      return reason !== "own";
    };
    const behind: ExchangeIO = (operations) =>
      pipe(
        operations,
        mergeMap((operation) => fromArray(begin(operation))),
        share,
        forward,
        filter(settle),
        share,
      );
    const cached = cache({ ...given, forward: behind });
    return (operations) => pipe(merge([operations, again]), share, cached);
  };
}

function fresh(operation: Operation): Operation {
  return makeOperation("query", operation, { ...operation.context, requestPolicy: "network-only" });
}

/** What goes out for an operation: a question alike that is still on its way is called off first. */
function begin(operation: Operation): Operation[] {
  if (operation.kind === "mutation") return [operation];
  overtaken.delete(operation.key);
  const earlier = underway.delete(operation.key);
  if (operation.kind !== "query") return [operation];
  underway.add(operation.key);
  return earlier ? [makeOperation("teardown", operation), operation] : [operation];
}
