// The address of the small pages: too few to need a router.
import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** The path of the page, kept up to date. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => window.location.pathname.replace(/\/+$/, "") || "/");
}

/** Goes to another of the small pages without loading anew. */
export function goTo(path: string): void {
  window.history.pushState(null, "", path);
  for (const listener of listeners) listener();
}

/** What stands in a path after `prefix`; null where it begins otherwise. */
export function matchPath(prefix: string, path: string): string | null {
  if (!path.startsWith(prefix)) return null;
  try {
    return decodeURIComponent(path.slice(prefix.length));
  } catch {
    return null;
  }
}

/** Where a page that was interrupted by signing in goes on: within this site only. */
export function safeNext(next: string | null, otherwise: string): string {
  if (next === null) return otherwise;
  const base = "https://here.invalid";
  const target = URL.canParse(next, base) ? new URL(next, base) : null;
  if (target === null || target.origin !== base || !next.startsWith("/")) return otherwise;
  return target.pathname + target.search + target.hash;
}
