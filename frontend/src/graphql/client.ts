// Makes the admin app's connection to the server.
import { Client, type DocumentInput, type Exchange, fetchExchange, mapExchange } from "@urql/core";
import { inOrder } from "./inOrder";
import { watchQueries } from "./live";
import { refusalOf } from "./refusals";
import type { Send } from "./send";

/** A client that keeps answers in `cache` and calls `onSignedOut` when the session has ended. */
export function makeClient(cache: Exchange, onSignedOut: () => void): Client {
  const watchSession = mapExchange({
    onError: (error, operation) => {
      // A form that was being sent stays where it is, and says that it was refused.
      if (operation.kind === "query" && refusalOf(error).code === "UNAUTHENTICATED") onSignedOut();
    },
  });
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    fetchOptions: { credentials: "same-origin" },
    exchanges: [watchSession, watchQueries, inOrder(cache), fetchExchange],
  });
}

/** Asks by this client, as those parts ask that both entries share. */
export function sendBy(client: Client): Send {
  return async (document, variables) => {
    const source = isMutation(document) ? client.mutation(document, variables) : client.query(document, variables, FRESH);
    const { data, error } = await source.toPromise();
    return error ? { data: null, refusal: refusalOf(error) } : { data: data ?? null, refusal: null };
  };
}

const FRESH = { requestPolicy: "network-only" } as const;

/** Documents are parsed or, where the small pages share them, still text. */
function isMutation(document: DocumentInput): boolean {
  if (typeof document === "string") return /^\s*mutation\b/.test(document);
  return document.definitions.some((part) => part.kind === "OperationDefinition" && part.operation === "mutation");
}
