// One question to the server and its answer, whichever client the page has.
import type { TypedDocumentNode } from "@urql/core";
import { createContext, useCallback, useContext, useEffect, useState } from "react";
import type { Refusal } from "./refusals";

export interface Answer<Data> {
  data: Data | null;
  refusal: Refusal | null;
}

export type Send = <Data, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<Answer<Data>>;

const Context = createContext<Send | null>(null);

export const SendProvider = Context.Provider;

/** How this page asks the server. */
export function useSend(): Send {
  const send = useContext(Context);
  if (send === null) throw new Error("useSend needs a SendProvider");
  return send;
}

/** The answer to a query, asked once, or `asked` already; null while it is on its way. */
export function useAnswer<Data, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  asked?: Promise<Answer<Data>>,
): { answer: Answer<Data> | null; retry: () => void } {
  const send = useSend();
  const key = JSON.stringify(variables);
  const [answer, setAnswer] = useState<Answer<Data> | null>(null);
  const ask = useCallback(() => send(document, JSON.parse(key) as Variables), [send, document, key]);
  useEffect(() => {
    let current = true;
    void (asked ?? ask()).then((news) => current && setAnswer(news));
    return () => {
      current = false;
    };
  }, [ask, asked]);
  const retry = useCallback(() => void ask().then(setAnswer), [ask]);
  return { answer, retry };
}
