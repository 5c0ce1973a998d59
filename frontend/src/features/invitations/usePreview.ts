// Asks the server, a moment after each change, what the form as it stands would do.
import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { type Refusal, refusalOf } from "~/graphql/refusals";
import type { InputError } from "~/ui/inputErrors";
import { INVITE_BY_EMAIL } from "./documents";
import type { Plan } from "./marks";
import { type Draft, inputOf } from "./useDraft";

export interface Preview {
  plan: Plan | null;
  errors: readonly InputError[];
  refusal: Refusal | null;
  /** A newer answer is on its way: what is shown may be out of date. */
  pending: boolean;
}

const NOTHING: Preview = { plan: null, errors: [], refusal: null, pending: false };
const PAUSE_MS = 300;

/** The plan for a draft, kept up to date; `ask` fetches it again and resolves with it. */
export function usePreview(draft: Draft): Preview & { ask: () => Promise<Plan | null> } {
  const client = useClient();
  const [preview, setPreview] = useState<Preview>(NOTHING);
  const latest = useRef(0);
  const ask = useCallback(async () => {
    latest.current += 1;
    const turn = latest.current;
    const answer = await client.mutation(INVITE_BY_EMAIL, { input: { ...inputOf(draft), preview: true } }).toPromise();
    const payload = answer.data?.inviteByEmail;
    if (turn === latest.current) {
      setPreview({
        plan: payload?.plan ?? null,
        errors: payload?.errors ?? [],
        refusal: answer.error ? refusalOf(answer.error) : null,
        pending: false,
      });
    }
    return payload?.plan ?? null;
  }, [client, draft]);
  useEffect(() => {
    latest.current += 1;
    if (draft.chips.length === 0) {
      setPreview(NOTHING);
      return undefined;
    }
    setPreview((shown) => ({ ...shown, pending: true }));
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [ask, draft.chips.length]);
  return { ...preview, ask };
}
