// Holds the account as it is being written and asks the server, a moment after each change, what it would do.
import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { useAgain } from "~/graphql/live";
import { type Refusal, refusalOf } from "~/graphql/refusals";
import type { InputError } from "~/ui/inputErrors";
import { type AccountInput, type AccountPlan, type Credentials, type Role, SET_ACCOUNT } from "./documents";

export interface AccountDraft {
  firstName: string;
  lastName: string;
  email: string;
  username: string;
  language: string;
  password: string;
  credentials: Credentials;
  role: Role;
  groupIds: string[];
  labels: string[];
  deactivatesOn: string | null;
  reactivate: boolean;
}

export const NOBODY: AccountDraft = {
  firstName: "",
  lastName: "",
  email: "",
  username: "",
  language: "",
  password: "",
  credentials: "LINK",
  role: "TRAINEE",
  groupIds: [],
  labels: [],
  deactivatesOn: null,
  reactivate: false,
};

/** The draft as the server takes it; a link needs no password. */
export function accountInput(draft: AccountDraft): AccountInput {
  const { email, username, language, password, ...rest } = draft;
  return {
    ...rest,
    email: email.trim() || null,
    username: username.trim() || null,
    language: language || null,
    password: draft.credentials === "LINK" ? null : password || null,
  };
}

/** Whether there is enough to ask about: a name, and an address or a username. */
export function isStarted({ firstName, lastName, email, username }: AccountDraft): boolean {
  return firstName.trim() !== "" && lastName.trim() !== "" && (email.trim() !== "" || username.trim() !== "");
}

interface Answer {
  draft: AccountDraft | null;
  plan: AccountPlan | null;
  errors: readonly InputError[];
  refusal: Refusal | null;
}

const NOTHING: Answer = { draft: null, plan: null, errors: [], refusal: null };
const PAUSE_MS = 350;

/** The plan for a draft, kept up to date; `pending` while a newer answer is on its way. */
export function useAccountPlan(draft: AccountDraft) {
  const client = useClient();
  const [answer, setAnswer] = useState<Answer>(NOTHING);
  const latest = useRef(0);
  const ask = useCallback(async () => {
    latest.current += 1;
    const turn = latest.current;
    const { data, error } = await client.mutation(SET_ACCOUNT, { input: { ...accountInput(draft), preview: true } }).toPromise();
    if (turn !== latest.current) return;
    const payload = data?.setAccount;
    setAnswer({ draft, plan: payload?.plan ?? null, errors: payload?.errors ?? [], refusal: error ? refusalOf(error) : null });
  }, [client, draft]);
  const started = isStarted(draft);
  useEffect(() => {
    latest.current += 1;
    if (!started) return undefined;
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [ask, started]);
  useAgain(started ? answer.refusal : null, () => void ask());
  const { draft: about, ...shown } = started ? answer : NOTHING;
  return { ...shown, started, pending: started && about !== draft, ask };
}

export type AccountPreview = ReturnType<typeof useAccountPlan>;
