// Turns what the server refuses, or a lost connection, into one code the catalogs have a sentence for.
import type { CombinedError } from "@urql/core";

export interface Refusal {
  code: string;
  message: string;
  retryAfter?: number;
}

/** The reason a whole request was refused; `OFFLINE` where no answer came at all. */
export function refusalOf(error: CombinedError): Refusal {
  const first = error.graphQLErrors[0];
  if (first === undefined) return { code: "OFFLINE", message: error.message };
  const { code, retryAfter } = first.extensions as { code?: string; retryAfter?: number };
  return { code: code ?? "INTERNAL", message: first.message, ...(retryAfter === undefined ? {} : { retryAfter }) };
}
