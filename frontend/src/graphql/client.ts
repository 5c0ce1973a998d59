// Makes the connection to the server; both entries share it, each with the cache it needs.
import { Client, type Exchange, fetchExchange, mapExchange } from "@urql/core";
import { refusalOf } from "./refusals";

/** A client that keeps answers in `cache` and calls `onSignedOut` when the session has ended. */
export function makeClient(cache: Exchange, onSignedOut?: () => void): Client {
  const watchSession = mapExchange({
    onError: (error) => {
      if (refusalOf(error).code === "UNAUTHENTICATED") onSignedOut?.();
    },
  });
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    fetchOptions: { credentials: "same-origin" },
    exchanges: [watchSession, cache, fetchExchange],
  });
}
