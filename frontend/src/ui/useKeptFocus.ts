// Keeps the keyboard's place where what had the focus goes away, as a row does once it is mended.
import { useEffect, useRef } from "react";

/** A place whose first match of `next` takes the focus then, or of `otherwise`, or else the place itself, which needs `tabIndex={-1}`. */
export function useKeptFocus<Place extends HTMLElement>(next: string, otherwise = next) {
  const place = useRef<Place>(null);
  useEffect(() => {
    const node = place.current;
    if (node === null) return undefined;
    let last: Element | null = null;
    let waiting = false; // on the place itself, until there is a next match
    const remember = (event: FocusEvent) => {
      last = event.target as Element;
    };
    const watcher = new MutationObserver(() => {
      const gone = last !== null && !last.isConnected && document.activeElement === document.body;
      if (!gone && !(waiting && document.activeElement === node)) return;
      const found = node.querySelector<HTMLElement>(next) ?? node.querySelector<HTMLElement>(otherwise);
      if (gone || found) (found ?? node).focus();
      last = found;
      waiting = found === null;
    });
    node.addEventListener("focusin", remember);
    watcher.observe(node, { childList: true, subtree: true });
    return () => {
      node.removeEventListener("focusin", remember);
      watcher.disconnect();
    };
  }, [next, otherwise]);
  return place;
}
