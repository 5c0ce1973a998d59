// One import as it stands, and what can be done with it.
import { useEffect, useState } from "react";
import { useClient, useQuery } from "urql";
import { type Refusal, refusalOf } from "~/graphql/refusals";
import type { InputError } from "~/ui/inputErrors";
import { useTyped } from "./useTyped";
import { CANCEL_IMPORT, COMMIT_IMPORT, IMPORT, type Import, type MendedRow, UPDATE_IMPORT_ROWS } from "./importDocuments";

/** Live news tell of progress; this asks by itself in case none comes through. */
const ASK_AGAIN_MS = 3000;

interface Doing {
  busy: boolean;
  errors: readonly InputError[];
  refusal: Refusal | null;
  /** Counts before and after, where the plan was overtaken. */
  changed: { before: Record<string, number>; after: Record<string, number> } | null;
  /** Rows have been mended: what is left of them is worth telling. */
  mended: boolean;
}

const IDLE: Doing = { busy: false, errors: [], refusal: null, changed: null, mended: false };

/** The import behind an id; `found` is null where there is none, and undefined while it is on its way. */
export function useImport(id: string) {
  const client = useClient();
  const [{ data, error }, again] = useQuery({ query: IMPORT, variables: { id }, requestPolicy: "cache-and-network" });
  const [doing, setDoing] = useState<Doing>(IDLE);
  const typed = useTyped(id);
  const found = data && (data.node?.__typename === "AccountImport" ? data.node : null);
  const moving = found?.state === "PLANNING" || found?.state === "RUNNING";
  useEffect(() => {
    if (!moving) return undefined;
    const timer = setInterval(() => again({ requestPolicy: "network-only" }), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [moving, again]);

  const tell = (payload: { errors: readonly InputError[] } | undefined, failed: Parameters<typeof refusalOf>[0] | undefined): boolean => {
    const overtaken = failed?.graphQLErrors[0]?.extensions as Partial<NonNullable<Doing["changed"]>> | undefined;
    const changed = overtaken?.before && overtaken.after ? { before: overtaken.before, after: overtaken.after } : null;
    setDoing({ ...IDLE, errors: payload?.errors ?? [], refusal: failed ? refusalOf(failed) : null, changed });
    return failed === undefined && (payload?.errors.length ?? 0) === 0;
  };
  const begin = () => setDoing({ ...IDLE, busy: true });

  const commit = async (shown: Import, confirmChanges: boolean) => {
    begin();
    const input = { id, planHash: shown.planHash ?? "", confirmChanges };
    const answer = await client.mutation(COMMIT_IMPORT, { input }).toPromise();
    if (!tell(answer.data?.commitAccountImport, answer.error)) again({ requestPolicy: "network-only" });
  };
  const mend = async (rows: MendedRow[]) => {
    begin();
    const answer = await client.mutation(UPDATE_IMPORT_ROWS, { input: { id, rows } }).toPromise();
    const mended = tell(answer.data?.updateImportRows, answer.error);
    if (mended) {
      typed.forget(rows);
      setDoing({ ...IDLE, mended: true });
    }
    return mended;
  };
  const cancel = async () => {
    begin();
    const answer = await client.mutation(CANCEL_IMPORT, { input: { id } }).toPromise();
    tell(answer.data?.cancelAccountImport, answer.error);
  };
  const settle = () => setDoing(IDLE);
  return { found, lost: error && !data ? refusalOf(error) : null, again, moving, ...doing, typed, commit, mend, cancel, settle };
}

export type Importing = ReturnType<typeof useImport>;
