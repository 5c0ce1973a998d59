// Asks by a plain POST: all that the small pages need.
import type { Answer, Send } from "./send";

interface Body<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string; retryAfter?: number; left?: number } }[];
}

const OFFLINE: Answer<never> = { data: null, refusal: { code: "OFFLINE", message: "" } };

/** Posts a document, which must be text. */
export const post: Send = async <Data>(query: unknown, variables: object): Promise<Answer<Data>> => {
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
      body: JSON.stringify({ query, variables }),
    });
    return answerOf((await response.json()) as Body<Data>);
  } catch {
    return OFFLINE;
  }
};

/** What a response means: its data, or why the request was refused. */
export function answerOf<Data>({ data, errors }: Body<Data>): Answer<Data> {
  const [first] = errors ?? [];
  if (first === undefined) return { data: data ?? null, refusal: null };
  const { code = "INTERNAL", retryAfter, left } = first.extensions ?? {};
  return { data: null, refusal: { code, message: first.message, retryAfter, left } };
}
