// What a change of a session would bring about, asked again a moment after each change of the form.
import type { OperationResult } from "@urql/core";
import { useEffect, useRef, useState } from "react";
import { type Refusal, refusalOf } from "~/graphql/refusals";
import type { InputError } from "~/ui/inputErrors";
import type { SessionPlan } from "./documents";

const PAUSE_MS = 300;

interface Told {
  about: string;
  plan: SessionPlan | null;
  errors: readonly InputError[];
  refusal: Refusal | null;
}

/** `wanted` names the change, and is empty where there is none to ask about; `ready` once the plan for just that is here. */
export function useChangePlan(wanted: string, ask: () => Promise<OperationResult<{ change: Pick<Told, "plan" | "errors"> }>>) {
  const [told, setTold] = useState<Told>({ about: "", plan: null, errors: [], refusal: null });
  const [turn, setTurn] = useState(0);
  const question = wanted && `${turn} ${wanted}`;
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (question === "") return undefined;
    let current = true;
    const timer = setTimeout(() => {
      void latest.current().then(({ data, error }) => {
        if (current) setTold({ about: question, plan: data?.change.plan ?? null, errors: data?.change.errors ?? [], refusal: error ? refusalOf(error) : null });
      });
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [question]);
  const pending = told.about !== question;
  return { ...told, pending, ready: told.plan !== null && !pending, retry: () => setTurn((now) => now + 1) };
}
