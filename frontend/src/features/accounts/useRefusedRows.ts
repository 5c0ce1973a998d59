// The rows of a draft that can't be taken, as many as one correction may mend.
import { useQuery } from "urql";
import { type Import, IMPORT_ROWS, type ImportRow } from "./importDocuments";
import { MOST_MENDED } from "./likeRows";

const NONE: readonly ImportRow[] = [];

/** Asked only of a draft that has such rows. */
export function useRefusedRows(found: Import): readonly ImportRow[] {
  const [{ data }] = useQuery({
    query: IMPORT_ROWS,
    variables: { id: found.id, first: MOST_MENDED, after: null, fromPosition: null, outcome: ["REFUSED"] },
    pause: found.state !== "DRAFT" || found.counts.refused === 0,
  });
  return data?.node?.__typename === "AccountImport" ? data.node.rows.nodes : NONE;
}
