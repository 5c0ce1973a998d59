// Asks the server, a moment after each change, what the form as it stands would do.
import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { useAgain } from "~/graphql/live";
import { type Refusal, refusalOf } from "~/graphql/refusals";
import type { InputError } from "~/ui/inputErrors";
import type { EmailDoor } from "./doors";
import type { Plan } from "./marks";
import type { Draft } from "./useDraft";

export interface Preview {
  plan: Plan | null;
  errors: readonly InputError[];
  refusal: Refusal | null;
  /** A newer answer is on its way: what is shown may be out of date. */
  pending: boolean;
}

/** An answer and the draft that it is about. */
interface Answer extends Omit<Preview, "pending"> {
  draft: Draft | null;
}

const NOTHING: Answer = { draft: null, plan: null, errors: [], refusal: null };
const PAUSE_MS = 300;

/** The plan for a draft, kept up to date; `ask` fetches it again and resolves with it. */
export function usePreview(door: EmailDoor, draft: Draft): Preview & { ask: () => Promise<Plan | null> } {
  const client = useClient();
  const [answer, setAnswer] = useState<Answer>(NOTHING);
  const latest = useRef(0);
  const ask = useCallback(async () => {
    latest.current += 1;
    const turn = latest.current;
    setAnswer((before) => (before.draft === null ? before : { ...before, draft: null }));
    const result = await door.ask(client, draft, { preview: true });
    const payload = result.data?.intake;
    if (turn === latest.current) {
      setAnswer({
        draft,
        plan: payload?.plan ?? null,
        errors: payload?.errors ?? [],
        refusal: result.error ? refusalOf(result.error) : null,
      });
    }
    return payload?.plan ?? null;
  }, [client, door, draft]);
  const empty = draft.chips.length === 0;
  useEffect(() => {
    latest.current += 1;
    if (empty) return undefined;
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [ask, empty]);
  useAgain(empty ? null : answer.refusal, () => void ask());
  const { draft: about, ...shown } = empty ? NOTHING : answer;
  return { ...shown, pending: !empty && about !== draft, ask };
}
