// Keeps what somebody has put into a form but not yet sent: over the tabs of a page, going back, and a reload.
import { useEffect, useLayoutEffect, useRef } from "react";

const PREFIX = "kept:";
/** Beside the browser's own store, which has little room and can't hold a file. */
const here = new Map<string, unknown>();
/** After signing out nothing is kept any more, though forms are still drawn. */
let over = false;

/** What was kept under this name in this browser tab, and by the same person. */
export function kept<Value>(owner: string, name: string): Value | null {
  const key = `${PREFIX}${owner}:${name}`;
  if (here.has(key)) return here.get(key) as Value;
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as Value | null;
  } catch {
    return null;
  }
}

/** Keeps a value, or lets go of what was kept; answers whether a reload would find it. */
export function keep(owner: string, name: string, value: object | null): boolean {
  if (over) return true;
  const key = `${PREFIX}${owner}:${name}`;
  if (value === null) here.delete(key);
  else here.set(key, value);
  try {
    sessionStorage.removeItem(key);
    if (value !== null) sessionStorage.setItem(key, JSON.stringify(value, withoutFiles));
    return true;
  } catch {
    return false;
  }
}

function withoutFiles(_key: string, value: unknown): unknown {
  return value instanceof Blob ? null : value;
}

/** Lets go of everything that was kept in this tab, or only of what is somebody else's. */
export function letGo(butOf?: string): void {
  if (butOf === undefined) over = true;
  for (const key of here.keys()) if (!isOf(key, butOf)) here.delete(key);
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX) && !isOf(key, butOf)) sessionStorage.removeItem(key);
  } catch {
    // A browser that refuses its store has kept nothing there.
  }
}

function isOf(key: string, owner: string | undefined): boolean {
  return owner !== undefined && key.startsWith(`${PREFIX}${owner}:`);
}

/** Keeps what `value` answers whenever its place on the page, or the page, is left; null where there is nothing to keep. */
export function useKeeping(owner: string, name: string, value: () => object | null): void {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  useLayoutEffect(() => {
    const save = () => keep(owner, name, latest.current());
    const hidden = () => document.visibilityState === "hidden" && save();
    const leaving = (event: BeforeUnloadEvent) => {
      if (!save()) event.preventDefault();
    };
    window.addEventListener("pagehide", save);
    window.addEventListener("beforeunload", leaving);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("pagehide", save);
      window.removeEventListener("beforeunload", leaving);
      document.removeEventListener("visibilitychange", hidden);
      save();
    };
  }, [owner, name]);
}

/** Has the browser ask before it leaves the page, for as long as something there would be lost. */
export function useUnsaved(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return undefined;
    const ask = (event: BeforeUnloadEvent) => {
      if (!over) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsaved]);
}
