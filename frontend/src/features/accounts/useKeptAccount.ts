// The form of an account as it was left: over the tabs of its page, going back, and a reload. Never a password.
import { useState } from "react";
import { kept, useKeeping } from "~/lib/kept";
import { useOwner } from "~/session/useOwner";
import { type AccountDraft, NOBODY } from "./useAccount";
import type { AccountSet } from "./useSetAccount";

interface Left {
  draft: AccountDraft;
  /** What was set a moment ago, for as long as its mail is held. */
  done: AccountSet | null;
}

const nameOf = (groupId: string | undefined) => `account/${groupId ?? ""}`;
const beginning = (groupId: string | undefined) => (groupId ? { ...NOBODY, groupIds: [groupId] } : NOBODY);

/** What the form begins with. */
export function useLeftAccount(groupId: string | undefined): Left {
  const owner = useOwner();
  const [left] = useState(() => {
    const first = beginning(groupId);
    const found = kept<Left>(owner, nameOf(groupId));
    if (found === null || (found.done !== null && found.done.until <= Date.now())) return { draft: first, done: null };
    return { draft: { ...first, ...found.draft }, done: found.done };
  });
  return left;
}

/** Keeps it until it is sent and can't be taken back. */
export function useKeepAccount(groupId: string | undefined, draft: AccountDraft, done: AccountSet | null): void {
  useKeeping(useOwner(), nameOf(groupId), () => {
    const silent = { ...draft, password: "" };
    if (done !== null) return done.held ? { draft: silent, done: { ...done, draft: { ...done.draft, password: "" } } } : null;
    return JSON.stringify(silent) === JSON.stringify(beginning(groupId)) ? null : { draft: silent, done };
  });
}
