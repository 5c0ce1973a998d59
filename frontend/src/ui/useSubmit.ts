// Sends a form once at a time and keeps what the server said is wrong with it.
import type { TypedDocumentNode } from "@urql/core";
import { type FormEvent, useState } from "react";
import type { Refusal } from "~/graphql/refusals";
import { useSend } from "~/graphql/send";
import type { InputError } from "./inputErrors";

interface Payload {
  errors: readonly InputError[];
}

/** `submit` resolves with the payload where the server took the form, else with null. */
export function useSubmit<Data extends Record<string, unknown>, Variables extends object>(document: TypedDocumentNode<Data, Variables>) {
  const send = useSend();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<readonly InputError[]>([]);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const submit = async (variables: Variables): Promise<Data[keyof Data] | null> => {
    setBusy(true);
    const answer = await send(document, variables);
    const { data } = answer;
    const payload = (data ? Object.values(data)[0] : null) as (Payload & Data[keyof Data]) | null | undefined;
    setBusy(false);
    setRefusal(answer.refusal);
    setErrors(payload?.errors ?? []);
    return payload && payload.errors.length === 0 ? payload : null;
  };
  return { submit, busy, errors, refusal };
}

/** A form's submit handler: no page load, and the fields as text. */
export function onFields(handle: (fields: Record<string, string>) => void) {
  return (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = [...new FormData(event.currentTarget)].map(([name, value]) => [name, typeof value === "string" ? value : ""]);
    handle(Object.fromEntries(fields) as Record<string, string>);
  };
}
