// Finds the rows that bear the same mistake, so that one correction mends them all.
import type { ImportRow, MendedRow } from "./importDocuments";

/** More rows than this don't go into one correction. */
export const MOST_MENDED = 1000;

/** The hint that an address looks mistyped; its suggestion is what was probably meant. */
export const TYPO = "SUSPECTED_TYPO";

type Wrong = ImportRow["errors"][number];

/** What stands in a cell; empty where there is none. */
export function cellOf(row: ImportRow, column: string): string {
  return row.cells.find((cell) => cell.column === column)?.text ?? "";
}

/** The column that an error is about. */
export function columnOf(error: { field: readonly string[] }): string {
  return error.field.at(-1) ?? "";
}

/** All rows among these with the same error over the same text, the given one included. */
export function rowsLike(rows: readonly ImportRow[], row: ImportRow, error: Wrong): ImportRow[] {
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

/** All rows with the same slip in the domain of their address, each with what was probably meant by its own. */
export function mendSlips(rows: readonly ImportRow[], row: ImportRow, error: Wrong): MendedRow[] {
  const column = columnOf(error);
  const slip = domainOf(cellOf(row, column));
  const mended = rows.flatMap((other) => {
    const meant = other.errors.find((one) => one.code === error.code && columnOf(one) === column)?.suggestion;
    return meant && domainOf(cellOf(other, column)) === slip ? mendAll([other], column, meant) : [];
  });
  return mended.slice(0, MOST_MENDED);
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}
