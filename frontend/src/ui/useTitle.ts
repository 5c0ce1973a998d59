// What a page is called: in its tab, and where its focus begins.
import { useEffect, useRef } from "react";

/** Names the browser's tab and moves the focus to the heading, as a page load would. */
export function useTitle(title: string) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    // Once the page is seen: to move the focus the browser works out the whole layout.
    const frame = requestAnimationFrame(() => setTimeout(() => focusUnlessWithin(ref.current)));
    return () => cancelAnimationFrame(frame);
  }, []);
  return ref;
}

/** Who has gone on to something of the page meanwhile stays there. */
function focusUnlessWithin(heading: HTMLElement | null): void {
  const active = document.activeElement;
  if (active === null || active === document.body || !active.closest("main")) heading?.focus({ preventScroll: true });
}
