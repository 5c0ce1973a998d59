// What a change of a session would bring about, asked again a moment after each change of the form.
import type { OperationResult } from "@urql/core";
import { useEffect, useRef, useState } from "react";
import type { InputError } from "~/ui/inputErrors";
import type { SessionPlan } from "./documents";

const PAUSE_MS = 300;

interface Told {
  about: string;
  plan: SessionPlan | null;
  errors: readonly InputError[];
}

/** `wanted` names the change, and is empty where there is none to ask about. */
export function useChangePlan(wanted: string, ask: () => Promise<OperationResult<{ change: Omit<Told, "about"> }>>) {
  const [told, setTold] = useState<Told>({ about: "", plan: null, errors: [] });
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (wanted === "") return undefined;
    let current = true;
    const timer = setTimeout(() => {
      void latest.current().then(({ data }) => current && setTold({ about: wanted, plan: data?.change.plan ?? null, errors: data?.change.errors ?? [] }));
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [wanted]);
  return { ...told, pending: wanted !== "" && told.about !== wanted };
}
