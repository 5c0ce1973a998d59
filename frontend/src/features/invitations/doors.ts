// The ways in by e-mail: to the workspace, into a group, into a session. Each has the same form, with its own questions.
import type { Client, OperationResult } from "@urql/core";
import type { VariablesOf } from "~/graphql/tada";
import type { InputError } from "~/ui/inputErrors";
import { ADD_GROUP_EMAILS, INVITE_BY_EMAIL, REGISTER_EMAILS } from "./documents";
import type { Plan } from "./marks";
import type { Draft } from "./useDraft";

export interface Terms {
  preview?: boolean;
  planHash?: string;
  holdSeconds?: number;
}

interface Payload {
  plan: Plan | null;
  batch: { id: string } | null;
  errors: readonly InputError[];
}

export interface EmailDoor {
  /** Under which an unsent form of it is kept. */
  name: string;
  /** What the form asks beside the addresses. */
  asks: "grants" | "nothing";
  ask: (client: Client, draft: Draft, terms: Terms) => Promise<OperationResult<{ intake: Payload }>>;
}

export type GroupRole = NonNullable<VariablesOf<typeof ADD_GROUP_EMAILS>["input"]["groupRole"]>;

/** All chips as one paste, one to a line. */
const emailsOf = (draft: Draft) => [draft.chips.map((chip) => chip.text).join("\n")];

export const intoWorkspace: EmailDoor = {
  name: "workspace",
  asks: "grants",
  ask: (client, draft, terms) => {
    const { role, groupIds, deactivatesOn, reactivate } = draft;
    return client.mutation(INVITE_BY_EMAIL, { input: { emails: emailsOf(draft), role, groupIds, deactivatesOn, reactivate, ...terms } }).toPromise();
  },
};

/** They join the group in this role; who is new comes in as a trainee. */
export function intoGroup(groupId: string, groupRole: GroupRole): EmailDoor {
  return {
    name: `${groupId}/${groupRole}`,
    asks: "nothing",
    ask: (client, draft, terms) =>
      client.mutation(ADD_GROUP_EMAILS, { input: { groupId, groupRole, emails: emailsOf(draft), reactivate: draft.reactivate, ...terms } }).toPromise(),
  };
}

/** They are registered in the session; who is new comes in as a trainee. */
export function intoSession(sessionId: string): EmailDoor {
  return {
    name: sessionId,
    asks: "nothing",
    ask: (client, draft, terms) => client.mutation(REGISTER_EMAILS, { input: { sessionId, emails: emailsOf(draft), reactivate: draft.reactivate, ...terms } }).toPromise(),
  };
}
