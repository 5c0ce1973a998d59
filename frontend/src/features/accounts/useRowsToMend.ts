// The rows of a draft that want mending, as many as one correction may mend.
import { useQuery } from "urql";
import { type Import, IMPORT_ROWS, type ImportRow, type Outcome } from "./importDocuments";
import { MOST_MENDED, TYPO } from "./likeRows";

interface Wanted {
  outcome?: Outcome[];
  code?: string;
}

interface ToMend {
  count: number;
  rows: readonly ImportRow[];
}

const NONE: ToMend = { count: 0, rows: [] };
const REFUSED: Wanted = { outcome: ["REFUSED"] };
const MISTYPED: Wanted = { code: TYPO };

/** Those that can't be taken, and those whose address looks mistyped. */
export function useRowsToMend(found: Import) {
  const draft = found.state === "DRAFT";
  const refused = useRows(found.id, REFUSED, draft && found.counts.refused > 0);
  const mistyped = useRows(found.id, MISTYPED, draft);
  return { refused, mistyped };
}

export type RowsToMend = ReturnType<typeof useRowsToMend>;

function useRows(id: string, { outcome, code }: Wanted, asked: boolean): ToMend {
  const variables = { id, first: MOST_MENDED, after: null, fromPosition: null, outcome: outcome ?? null, code: code ?? null };
  const [{ data }] = useQuery({ query: IMPORT_ROWS, variables, pause: !asked });
  if (!asked || data?.node?.__typename !== "AccountImport") return NONE;
  return { count: data.node.rows.totalCount, rows: data.node.rows.nodes };
}
