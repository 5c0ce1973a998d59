// Holds what the administrator has put into the form so far.
import { useCallback, useMemo, useReducer } from "react";
import type { VariablesOf } from "~/graphql/tada";
import type { Chip } from "~/ui/EmailChip";
import type { INVITE_BY_EMAIL } from "./documents";

export type Role = NonNullable<VariablesOf<typeof INVITE_BY_EMAIL>["input"]["role"]>;

export interface Draft {
  chips: readonly Chip[];
  role: Role;
  groupIds: string[];
  deactivatesOn: string | null;
  reactivate: boolean;
}

type Change = { add: string[] } | { remove: number[] } | { replace: ReadonlyMap<number, string> } | { set: Partial<Draft> };

function reduce(draft: Draft, change: Change): Draft {
  if ("set" in change) return { ...draft, ...change.set };
  if ("add" in change) {
    const next = (draft.chips.at(-1)?.id ?? 0) + 1;
    return { ...draft, chips: [...draft.chips, ...change.add.map((text, index) => ({ id: next + index, text }))] };
  }
  if ("remove" in change) {
    const gone = new Set(change.remove);
    return { ...draft, chips: draft.chips.filter((chip) => !gone.has(chip.id)) };
  }
  return { ...draft, chips: draft.chips.map((chip) => ({ ...chip, text: change.replace.get(chip.id) ?? chip.text })) };
}

export const EMPTY: Draft = { chips: [], role: "TRAINEE", groupIds: [], deactivatesOn: null, reactivate: false };

/** The draft that a form begins with. */
export function beginning(groupId: string | undefined): Draft {
  return groupId ? { ...EMPTY, groupIds: [groupId] } : EMPTY;
}

/** A draft with these pieces at its end. */
export function withPieces(draft: Draft, pieces: string[]): Draft {
  return reduce(draft, { add: pieces });
}

/** The draft and the verbs that change it. */
export function useDraft(first: Draft) {
  const [draft, dispatch] = useReducer(reduce, first);
  const verbs = useMemo(
    () => ({
      add: (pieces: string[]) => dispatch({ add: pieces }),
      remove: (ids: number[]) => dispatch({ remove: ids }),
      replace: (texts: ReadonlyMap<number, string>) => dispatch({ replace: texts }),
    }),
    [],
  );
  const set = useCallback((changes: Partial<Draft>) => dispatch({ set: changes }), []);
  return { draft, set, ...verbs };
}
