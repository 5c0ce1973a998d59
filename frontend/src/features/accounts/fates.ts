// What becomes of rows: in which order it is told, and under which name the counts know it.
import type { Import, Outcome } from "./importDocuments";

/** Outcomes in the order they are told, those that need a look first. */
export const FATES = [
  "REFUSED",
  "CREATE",
  "INVITE",
  "UPDATE",
  "ADD_GRANTS",
  "MERGE_INTO_INVITATION",
  "REACTIVATE",
  "UNCHANGED",
  "IGNORED",
  "DUPLICATE",
] as const satisfies readonly Outcome[];

const COUNT: Record<Outcome, keyof Import["counts"]> = {
  REFUSED: "refused",
  CREATE: "create",
  INVITE: "invite",
  UPDATE: "update",
  ADD_GRANTS: "addGrants",
  MERGE_INTO_INVITATION: "mergeIntoInvitation",
  REACTIVATE: "reactivate",
  UNCHANGED: "unchanged",
  IGNORED: "ignored",
  DUPLICATE: "duplicate",
};

const TONES: Partial<Record<Outcome, "red" | "green" | "brand" | "gray">> = {
  REFUSED: "red",
  CREATE: "green",
  INVITE: "green",
  UPDATE: "brand",
  ADD_GRANTS: "brand",
  MERGE_INTO_INVITATION: "brand",
  REACTIVATE: "brand",
};

/** How many rows fare so. */
export function countOf(counts: Import["counts"], fate: Outcome): number {
  return counts[COUNT[fate]];
}

/** The colour of a fate's badge. */
export function toneOf(fate: Outcome): string {
  return TONES[fate] ?? "gray";
}

/** The rows that change something once the draft runs. */
export function workOf(counts: Import["counts"]): number {
  return counts.total - counts.refused - counts.unchanged - counts.ignored - counts.duplicate;
}

/** Rows of any fate whose address looks mistyped. */
export const MISTYPED = "MISTYPED";
export type Shown = Outcome | typeof MISTYPED;

/** The rows that an address asks for; all where it names none. */
export function shownOf(text: string | undefined): Shown | undefined {
  return text === MISTYPED ? MISTYPED : FATES.find((fate) => fate === text);
}
