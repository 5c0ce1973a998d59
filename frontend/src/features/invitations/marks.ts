// Reads a plan for the eyes: what each chip is, what looks mistyped, what differs from the plan before.
import type { ResultOf } from "~/graphql/tada";
import type { PLAN } from "./documents";

export type Plan = ResultOf<typeof PLAN>;
export type Row = Plan["rows"]["nodes"][number];
export type Outcome = Row["outcome"];

export type Tone = "known" | "hint" | "bad" | "muted";

/** Outcomes in the order they are told, those that need a look first. */
export const OUTCOMES = [
  "REFUSED",
  "INVITE",
  "ADD_GRANTS",
  "MERGE_INTO_INVITATION",
  "REACTIVATE",
  "UNCHANGED",
  "DUPLICATE",
] as const satisfies readonly Outcome[];

const TONES: Partial<Record<Outcome, Tone>> = {
  REFUSED: "bad",
  DUPLICATE: "muted",
  ADD_GRANTS: "known",
  UNCHANGED: "known",
  MERGE_INTO_INVITATION: "known",
  REACTIVATE: "known",
};

/** The rows of a plan that are here, each once, in their order. */
export function rowsOf(plan: Plan | null): Row[] {
  const rows = [...(plan?.rows.nodes ?? []), ...(plan?.refused.nodes ?? [])];
  return [...new Map(rows.map((row) => [row.position, row])).values()];
}

/** What the server suggests instead, if the address looks mistyped. */
export function suggestionOf(row: Row): string | undefined {
  return row.errors.find((error) => error.suggestion)?.suggestion ?? undefined;
}

/** How a row's chip is drawn; undefined for a plain new address. */
export function toneOf(row: Row): Tone | undefined {
  if (row.outcome === "REFUSED") return "bad";
  return suggestionOf(row) === undefined ? TONES[row.outcome] : "hint";
}

/** The rows of a plan by what was typed; of several alike the first that is not a repetition. */
export function rowsByInput(rows: readonly Row[]): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const known = found.get(row.input);
    if (known === undefined || known.outcome === "DUPLICATE") found.set(row.input, row);
  }
  return found;
}

export interface Difference {
  email: string;
  before: Outcome | null;
  after: Outcome | null;
}

/** The addresses that would fare otherwise than in the plan that was shown. */
export function differences(shown: readonly Row[], now: readonly Row[]): Difference[] {
  const key = (row: Row) => row.email ?? row.input;
  const before = new Map(shown.map((row) => [key(row), row.outcome]));
  const after = new Map(now.map((row) => [key(row), row.outcome]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((email) => ({ email, before: before.get(email) ?? null, after: after.get(email) ?? null }))
    .filter((row) => row.before !== row.after);
}
