// Turns what the server refuses, or a lost connection, into one code the catalogs have a sentence for.
import type { CombinedError } from "@urql/core";

export interface Refusal {
  code: string;
  message: string;
  retryAfter?: number | undefined;
  /** How many people the workspace may still write to today. */
  left?: number | undefined;
}

/** The reason a whole request was refused; `OFFLINE` where no answer came at all. */
export function refusalOf(error: CombinedError): Refusal {
  const first = error.graphQLErrors[0];
  if (first === undefined) return { code: "OFFLINE", message: error.message };
  const { code, retryAfter, left } = first.extensions as { code?: string; retryAfter?: number; left?: number };
  return { code: code ?? "INTERNAL", message: first.message, retryAfter, left };
}
