// What has been typed into the cells of an import and not yet saved: rows go out of view, by a filter or by scrolling.
import { useMemo, useRef, useState } from "react";
import { kept, useKeeping, useUnsaved } from "~/lib/kept";
import { useOwner } from "~/session/useOwner";
import type { MendedRow } from "./importDocuments";

const nameOf = (position: number, column: string) => `${position}/${column}`;

/** The texts by their cells; those of passwords are kept over no reload. */
export function useTyped(importId: string) {
  const owner = useOwner();
  const texts = useRef<Map<string, string> | null>(null);
  texts.current ??= new Map(Object.entries(kept<Record<string, string>>(owner, importId) ?? {}));
  const [secret, setSecret] = useState(false);
  useKeeping(owner, importId, () => {
    const known = [...(texts.current ?? [])].filter(([name]) => !name.endsWith("/password"));
    return known.length === 0 ? null : Object.fromEntries(known);
  });
  useUnsaved(secret);
  return useMemo(() => {
    const all = () => texts.current as Map<string, string>;
    const look = () => setSecret([...all().keys()].some((name) => name.endsWith("/password")));
    return {
      get: (position: number, column: string) => all().get(nameOf(position, column)),
      /** Null where the cell holds what it held before. */
      set: (position: number, column: string, text: string | null) => {
        if (text === null) all().delete(nameOf(position, column));
        else all().set(nameOf(position, column), text);
        look();
      },
      forget: (rows: readonly MendedRow[]) => {
        for (const { position, cells } of rows) for (const { column } of cells) all().delete(nameOf(position, column));
        look();
      },
    };
  }, []);
}
