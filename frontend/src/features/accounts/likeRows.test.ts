// One click mends many rows: it must be those with the same mistake over the same text, and no others.
import { expect, it } from "vitest";
import type { ImportRow } from "./importDocuments";
import { mendAll, mendSlips, rowsLike, TYPO } from "./likeRows";

function row(position: number, column: string, text: string, code: string, suggestion: string | null = null): ImportRow {
  const errors = [{ code, message: "", field: ["rows", column], suggestion, value: null }];
  return { position, input: text, outcome: "REFUSED", member: null, cells: [{ column, text }], changes: [], errors };
}

const ROWS = [
  row(1, "groups", "Nort", "UNKNOWN_GROUP"),
  row(2, "groups", "Nort", "UNKNOWN_GROUP"),
  row(3, "groups", "Suth", "UNKNOWN_GROUP"),
  row(4, "labels", "Nort", "UNKNOWN_GROUP"),
  row(5, "groups", "Nort", "AMBIGUOUS_GROUP"),
];

it("takes those with the same error over the same text", () => {
  const [first] = ROWS as [ImportRow];
  const alike = rowsLike(ROWS, first, first.errors[0] as ImportRow["errors"][number]);
  expect(alike.map((one) => one.position)).toEqual([1, 2]);
  expect(mendAll(alike, "groups", "North")).toEqual([
    { position: 1, cells: [{ column: "groups", text: "North" }] },
    { position: 2, cells: [{ column: "groups", text: "North" }] },
  ]);
});

it("corrects each address that bears the same slip by what was meant by its own", () => {
  const rows = [row(1, "email", "a@gmial.com", TYPO, "a@gmail.com"), row(2, "email", "b@Gmial.com", TYPO, "b@gmail.com"), row(3, "email", "c@hotmial.com", TYPO, "c@hotmail.com")];
  const [first] = rows as [ImportRow];
  expect(mendSlips(rows, first, first.errors[0] as ImportRow["errors"][number])).toEqual([
    { position: 1, cells: [{ column: "email", text: "a@gmail.com" }] },
    { position: 2, cells: [{ column: "email", text: "b@gmail.com" }] },
  ]);
});
