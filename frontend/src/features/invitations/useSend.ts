// Sends the plan that was shown, holds its mails for a moment, and can take it all back.
import { useCallback, useState } from "react";
import { useClient } from "urql";
import { type Refusal, refusalOf } from "~/graphql/refusals";
import type { InputError } from "~/ui/inputErrors";
import { UNDO_BATCH } from "./documents";
import type { EmailDoor } from "./doors";
import { type Difference, differences, type Plan, rowsOf } from "./marks";
import type { Draft } from "./useDraft";

export const HOLD_SECONDS = 10;

export interface Sent {
  batchId: string;
  plan: Plan;
  /** As long as they are held, Undo withdraws every mail; in milliseconds, until when. */
  held: boolean;
  until: number;
}

interface State {
  sent: Sent | null;
  busy: boolean;
  errors: readonly InputError[];
  refusal: Refusal | null;
  changed: readonly Difference[];
  /** Set once a sending was taken back: what could not be, if anything. */
  undone: readonly InputError[] | null;
}

const IDLE: State = { sent: null, busy: false, errors: [], refusal: null, changed: [], undone: null };

/** The sending of one draft, from the button to the result; `before` is one that is held still. */
export function useSend(door: EmailDoor, draft: Draft, askAgain: () => Promise<Plan | null>, before: Sent | null) {
  const client = useClient();
  const [state, setState] = useState<State>({ ...IDLE, sent: before });

  const send = async (plan: Plan) => {
    setState({ ...IDLE, busy: true });
    const answer = await door.ask(client, draft, { planHash: plan.hash, holdSeconds: HOLD_SECONDS });
    const payload = answer.data?.intake;
    if (payload?.batch) {
      setState({ ...IDLE, sent: { batchId: payload.batch.id, plan: payload.plan ?? plan, held: true, until: Date.now() + HOLD_SECONDS * 1000 } });
    } else if (answer.error && refusalOf(answer.error).code === "PLAN_CHANGED") {
      const now = await askAgain();
      setState({ ...IDLE, changed: now ? differences(rowsOf(plan), rowsOf(now)) : [], refusal: refusalOf(answer.error) });
    } else {
      setState({ ...IDLE, errors: payload?.errors ?? [], refusal: answer.error ? refusalOf(answer.error) : null });
    }
  };

  const undo = async (): Promise<boolean> => {
    if (state.sent === null) return false;
    setState({ ...state, busy: true });
    const answer = await client.mutation(UNDO_BATCH, { input: { id: state.sent.batchId } }).toPromise();
    const payload = answer.data?.undoBatch;
    if (payload && payload.errors.length === 0) {
      setState({ ...IDLE, undone: payload.remaining });
      return true;
    }
    setState({ ...state, busy: false, errors: payload?.errors ?? [], refusal: answer.error ? refusalOf(answer.error) : null });
    return false;
  };

  const release = useCallback(
    () => setState((now) => (now.sent === null ? now : { ...now, sent: { ...now.sent, held: false } })),
    [],
  );
  const reset = useCallback(() => setState(IDLE), []);
  return { ...state, send, undo, release, reset };
}
