// Keeps the keyboard's place where what had the focus goes away, as a row does once it is mended.
import { useEffect, useRef } from "react";

/** A place whose first match of `next` takes the focus then, or else the place itself, which needs `tabIndex={-1}`. */
export function useKeptFocus<Place extends HTMLElement>(next: string) {
  const place = useRef<Place>(null);
  useEffect(() => {
    const node = place.current;
    if (node === null) return undefined;
    let last: Element | null = null;
    const remember = (event: FocusEvent) => {
      last = event.target as Element;
    };
    const watcher = new MutationObserver(() => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return;
      last = null;
      (node.querySelector<HTMLElement>(next) ?? node).focus();
    });
    node.addEventListener("focusin", remember);
    watcher.observe(node, { childList: true, subtree: true });
    return () => {
      node.removeEventListener("focusin", remember);
      watcher.disconnect();
    };
  }, [next]);
  return place;
}
