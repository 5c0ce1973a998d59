// Whose unsent input is kept: one person's in one workspace.
import { useEffect } from "react";
import { letGo } from "~/lib/kept";
import { useViewer } from "./SessionProvider";

/** The name that drafts are kept under; another person's of before are let go of. */
export function useOwner(): string {
  const { member, workspace } = useViewer();
  const owner = `${workspace.id}/${member.id}`;
  useEffect(() => letGo(owner), [owner]);
  return owner;
}
