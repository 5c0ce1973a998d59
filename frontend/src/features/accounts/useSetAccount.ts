// Sets the account that was shown, holds its mail for a moment, and can take it back.
import { useCallback, useState } from "react";
import { useClient } from "urql";
import { type Refusal, refusalOf } from "~/graphql/refusals";
import type { InputError } from "~/ui/inputErrors";
import { type AccountPlan, SET_ACCOUNT, UNDO_ACCOUNT } from "./documents";
import { type AccountDraft, accountInput } from "./useAccount";

export const HOLD_SECONDS = 10;

export interface AccountSet {
  batchId: string;
  plan: AccountPlan;
  draft: AccountDraft;
  /** As long as it is held, Undo withdraws the mail; in milliseconds, until when. */
  held: boolean;
  until: number;
}

interface State {
  done: AccountSet | null;
  busy: boolean;
  errors: readonly InputError[];
  refusal: Refusal | null;
  /** Set once it was taken back: what could not be, if anything. */
  undone: readonly InputError[] | null;
}

const IDLE: State = { done: null, busy: false, errors: [], refusal: null, undone: null };

/** From the button to the result; `before` is one whose mail is held still. */
export function useSetAccount(draft: AccountDraft, askAgain: () => Promise<void>, before: AccountSet | null) {
  const client = useClient();
  const [state, setState] = useState<State>({ ...IDLE, done: before });

  const send = async (plan: AccountPlan) => {
    setState({ ...IDLE, busy: true });
    const input = { ...accountInput(draft), planHash: plan.hash, holdSeconds: HOLD_SECONDS };
    const { data, error } = await client.mutation(SET_ACCOUNT, { input }).toPromise();
    const payload = data?.setAccount;
    if (payload?.batch) {
      setState({ ...IDLE, done: { batchId: payload.batch.id, plan: payload.plan ?? plan, draft, held: true, until: Date.now() + HOLD_SECONDS * 1000 } });
      return;
    }
    const refusal = error ? refusalOf(error) : null;
    if (refusal?.code === "PLAN_CHANGED") await askAgain();
    setState({ ...IDLE, errors: payload?.errors ?? [], refusal });
  };

  /** Answers whether it was taken back. */
  const undo = async (): Promise<boolean> => {
    if (state.done === null) return false;
    setState({ ...state, busy: true });
    const { data, error } = await client.mutation(UNDO_ACCOUNT, { input: { id: state.done.batchId } }).toPromise();
    const payload = data?.undoBatch;
    const undone = payload && payload.errors.length === 0;
    setState(undone ? { ...IDLE, undone: payload.remaining } : { ...state, busy: false, errors: payload?.errors ?? [], refusal: error ? refusalOf(error) : null });
    return undone === true;
  };

  const release = useCallback(
    () => setState((now) => (now.done === null ? now : { ...now, done: { ...now.done, held: false } })),
    [],
  );
  const reset = useCallback(() => setState(IDLE), []);
  return { ...state, send, undo, release, reset };
}

export type Setting = Omit<ReturnType<typeof useSetAccount>, "send" | "undo">;
