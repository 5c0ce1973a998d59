// A form over something that others may change meanwhile: fields that nobody has touched here show, and keep, what holds now.
import { useState } from "react";
import { differing } from "~/lib/edits";
import { useUnsaved } from "~/lib/kept";

/** `changes` is what to send; `settle` lets go of them once they are saved, but of nothing that was typed meanwhile. */
export function useEdits<Values extends object>(loaded: Values) {
  const [edits, setEdits] = useState<Partial<Values>>({});
  const [saved, setSaved] = useState<{ over: string; values: Partial<Values> } | null>(null);
  const known = JSON.stringify(loaded);
  // What was saved is shown until the news of it are here.
  const holds = saved?.over === known ? { ...loaded, ...saved.values } : loaded;
  const changes = differing(edits, holds);
  const changed = Object.keys(changes).length > 0;
  useUnsaved(changed);
  const settle = (done: Partial<Values>) => {
    setSaved({ over: known, values: done });
    setEdits((now) => differing(now, done));
  };
  // A field that is put back to what holds is as if never touched.
  const set = (news: Partial<Values>) => setEdits((now) => differing({ ...now, ...news }, holds));
  return { values: { ...holds, ...edits }, changes, changed, set, settle };
}
