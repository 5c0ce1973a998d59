// A choice, what would follow from it, doing just that, and taking it back.
import type { OperationResult } from "@urql/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { useAgain } from "~/graphql/live";
import { type Refusal, refusalOf } from "~/graphql/refusals";
import type { InputError } from "~/ui/inputErrors";
import { type GrantPlan, UNDO_GRANTS } from "./documents";

export const HOLD_SECONDS = 10;
const PAUSE_MS = 200;

export interface Terms {
  preview?: boolean;
  planHash?: string;
  holdSeconds?: number;
}

interface Payload {
  plan: GrantPlan | null;
  batch: { id: string } | null;
  errors: readonly InputError[];
}

/** Sends the choice as it stands on these terms. */
export type Ask = (terms: Terms) => Promise<OperationResult<{ intake: Payload }>>;

interface State {
  plan: GrantPlan | null;
  /** The choice that the plan is about. */
  about: string;
  busy: boolean;
  errors: readonly InputError[];
  refusal: Refusal | null;
  batchId: string | null;
  held: boolean;
  undone: readonly InputError[] | null;
}

const IDLE: State = { plan: null, about: "", busy: false, errors: [], refusal: null, batchId: null, held: false, undone: null };

/** `choice` names what is chosen, and is empty where nothing is. */
export function useIntake(choice: string, ask: Ask) {
  const client = useClient();
  const [state, setState] = useState<State>(IDLE);
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });

  const preview = useCallback(async (about: string, kept: Partial<State> = {}) => {
    const { data, error } = await latest.current({ preview: true });
    const told = { plan: data?.intake.plan ?? null, errors: data?.intake.errors ?? [], refusal: error ? refusalOf(error) : null };
    setState((now) => ({ ...now, ...told, about, busy: false, ...kept }));
  }, []);

  useEffect(() => {
    if (choice === "") return undefined;
    const timer = setTimeout(() => void preview(choice, { undone: null }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [choice, preview]);

  useAgain(choice === "" || state.plan !== null ? null : state.refusal, () => void preview(choice));

  const commit = async () => {
    if (state.plan === null) return;
    setState((now) => ({ ...now, busy: true, undone: null }));
    const { data, error } = await ask({ planHash: state.plan.hash, holdSeconds: HOLD_SECONDS });
    const refusal = error ? refusalOf(error) : null;
    if (refusal?.code === "PLAN_CHANGED") await preview(choice, { refusal });
    else {
      const batchId = data?.intake.batch?.id ?? null;
      setState((now) => ({ ...now, busy: false, errors: data?.intake.errors ?? [], refusal, batchId, held: batchId !== null }));
    }
  };
  const undo = async () => {
    if (state.batchId === null) return;
    setState((now) => ({ ...now, busy: true }));
    const { data, error } = await client.mutation(UNDO_GRANTS, { input: { id: state.batchId } }).toPromise();
    const errors = data?.undoBatch.errors ?? [];
    const undone = data && errors.length === 0 ? data.undoBatch.remaining : null;
    const after = undone === null ? {} : { batchId: null, held: false, undone };
    setState((now) => ({ ...now, busy: false, errors, refusal: error ? refusalOf(error) : null, ...after }));
  };
  const release = useCallback(() => setState((now) => ({ ...now, held: false })), []);
  const reset = useCallback(() => setState(IDLE), []);
  const shown = choice === "" ? { ...state, plan: null, errors: [] } : state;
  return { ...shown, pending: choice !== "" && state.about !== choice, commit, undo, release, reset };
}

export type Intaking = ReturnType<typeof useIntake>;
