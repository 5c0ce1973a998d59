// Whether somebody has changed a field within a place, by what the fields themselves hold.
import { type RefObject, useEffect } from "react";

/** A search is no input to lose. A list of choices tells them by a hidden field. */
const FIELDS = "input:not([type=search]), select, textarea";

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Tells `onChanged` whenever it becomes so, and when it no longer is; a field counts from when it is first drawn. */
export function useChanged(place: RefObject<HTMLElement | null>, onChanged: (changed: boolean) => void): void {
  useEffect(() => {
    const node = place.current;
    if (node === null) return undefined;
    const first = new WeakMap<Field, string>();
    const look = () => {
      const fields = [...node.querySelectorAll<Field>(FIELDS)].filter((field) => !field.closest("[data-aside]"));
      for (const field of fields) if (!first.has(field)) first.set(field, valueOf(field));
      onChanged(fields.some((field) => first.get(field) !== valueOf(field)));
    };
    look();
    const watcher = new MutationObserver(look);
    watcher.observe(node, { childList: true, subtree: true, attributes: true, attributeFilter: ["value"] });
    node.addEventListener("input", look);
    node.addEventListener("change", look);
    return () => {
      watcher.disconnect();
      node.removeEventListener("input", look);
      node.removeEventListener("change", look);
      onChanged(false);
    };
  }, [place, onChanged]);
}

function valueOf(field: Field): string {
  const ticks = field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
  return ticks ? String(field.checked) : field.value;
}
