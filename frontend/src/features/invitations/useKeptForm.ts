// The form as it was left: over the tabs of its page, going back, and a reload.
import { type RefObject, useState } from "react";
import { kept, useKeeping } from "~/lib/kept";
import { cutPaste } from "~/lib/paste";
import { useOwner } from "~/session/useOwner";
import { beginning, type Draft, withPieces } from "./useDraft";
import type { Sent } from "./useSend";

interface Left {
  draft: Draft;
  /** What was sent a moment ago, for as long as it can be taken back. */
  sent: Sent | null;
}

/** What the form under this name begins with. */
export function useLeft(name: string, groupId: string | undefined): Left {
  const owner = useOwner();
  const [left] = useState(() => {
    const first = beginning(groupId);
    const found = kept<Left>(owner, name);
    if (found === null || (found.sent !== null && found.sent.until <= Date.now())) return { draft: first, sent: null };
    return { draft: { ...first, ...found.draft }, sent: found.sent };
  });
  return left;
}

/** Keeps it until it is sent and can't be taken back, what is being typed in the field included. */
export function useKeepForm(name: string, groupId: string | undefined, { draft, sent }: Left, field: RefObject<HTMLTextAreaElement | null>): void {
  useKeeping(useOwner(), name, () => {
    if (sent !== null) return sent.held ? { draft, sent } : null;
    const whole = withPieces(draft, cutPaste(field.current?.value ?? ""));
    return JSON.stringify(whole) === JSON.stringify(beginning(groupId)) ? null : { draft: whole, sent };
  });
}
