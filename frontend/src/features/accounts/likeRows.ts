// Finds the rows that bear the same mistake, so that one correction mends them all.
import type { ImportRow, MendedRow } from "./importDocuments";

/** More rows than this don't go into one correction. */
export const MOST_MENDED = 1000;

/** What stands in a cell; empty where there is none. */
export function cellOf(row: ImportRow, column: string): string {
  return row.cells.find((cell) => cell.column === column)?.text ?? "";
}

/** The column that an error is about. */
export function columnOf(error: { field: readonly string[] }): string {
  return error.field.at(-1) ?? "";
}

/** All rows among these with the same error over the same text, the given one included. */
export function rowsLike(rows: readonly ImportRow[], row: ImportRow, error: ImportRow["errors"][number]): ImportRow[] {
  const column = columnOf(error);
  const text = cellOf(row, column);
  const alike = rows.filter(
    (other) => cellOf(other, column) === text && other.errors.some((one) => one.code === error.code && columnOf(one) === column),
  );
  return alike.slice(0, MOST_MENDED);
}

/** The same new text for one column of several rows. */
export function mendAll(rows: readonly ImportRow[], column: string, text: string): MendedRow[] {
  return rows.map((row) => ({ position: row.position, cells: [{ column, text }] }));
}
