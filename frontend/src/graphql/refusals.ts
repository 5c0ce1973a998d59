// Turns what the server refuses, or a lost connection, into one code the catalogs have a sentence for.
import type { CombinedError } from "@urql/core";

export interface Refusal {
  code: string;
  message: string;
  retryAfter?: number;
  /** How many people the workspace may still write to today. */
  left?: number;
}

/** The reason a whole request was refused; `OFFLINE` where no answer came at all. */
export function refusalOf(error: CombinedError): Refusal {
  const first = error.graphQLErrors[0];
  if (first === undefined) return { code: "OFFLINE", message: error.message };
  const { code, retryAfter, left } = first.extensions as { code?: string; retryAfter?: number; left?: number };
  return refusalWith(code ?? "INTERNAL", first.message, retryAfter, left);
}

/** A refusal that holds what is known of it, and no more. */
export function refusalWith(code: string, message: string, retryAfter?: number, left?: number): Refusal {
  return { code, message, ...(retryAfter === undefined ? {} : { retryAfter }), ...(left === undefined ? {} : { left }) };
}
