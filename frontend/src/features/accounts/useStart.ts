// Takes a paste or a file in: sends it to the server, which makes a draft of it.
import { useState } from "react";
import { useClient } from "urql";
import { type Refusal, refusalOf } from "~/graphql/refusals";
import type { InputError } from "~/ui/inputErrors";
import type { Credentials } from "./documents";
import type { Granted } from "./GrantsPanel";
import { type Mode, SET_ACCOUNTS } from "./importDocuments";
import { MOST_TEXT, upload } from "./upload";

export interface ImportDraft extends Granted {
  text: string;
  file: File | null;
  mode: Mode;
  credentials: Credentials;
  language: string;
  reactivate: boolean;
}

export const NO_ROWS: ImportDraft = {
  text: "",
  file: null,
  mode: "INITIALIZE_UNSET",
  credentials: "LINK",
  language: "",
  role: "TRAINEE",
  groupIds: [],
  labels: [],
  deactivatesOn: null,
  reactivate: false,
};

/** `start` resolves with the id of the draft where the server took it. */
export function useStart() {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<readonly InputError[]>([]);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const start = async (draft: ImportDraft): Promise<string | null> => {
    setBusy(true);
    setErrors([]);
    const source = await sourceOf(draft);
    if ("refusal" in source) {
      setBusy(false);
      setRefusal(source.refusal);
      return null;
    }
    const { mode, credentials, role, groupIds, labels, deactivatesOn, reactivate } = draft;
    const defaults = { credentials, role, groupIds, labels, deactivatesOn, language: draft.language || null };
    const { data, error } = await client.mutation(SET_ACCOUNTS, { input: { ...source, mode, defaults, reactivate, preview: true } }).toPromise();
    const payload = data?.setAccounts;
    setBusy(false);
    setRefusal(error ? refusalOf(error) : null);
    setErrors(payload?.accountImport ? [] : (payload?.errors ?? []));
    return payload?.accountImport?.id ?? null;
  };
  return { start, busy, errors, refusal };
}

/** What is short is sent along; what is long, and every file, goes up first. */
async function sourceOf({ text, file }: ImportDraft): Promise<{ text: string } | { uploadId: string } | { refusal: Refusal }> {
  const pasted = file === null ? new Blob([text], { type: "text/plain;charset=utf-8" }) : null;
  if (pasted !== null && pasted.size <= MOST_TEXT) return { text };
  const sent = file === null ? await upload(pasted as Blob, "paste.txt") : await upload(file, file.name);
  return "id" in sent ? { uploadId: sent.id } : sent;
}
