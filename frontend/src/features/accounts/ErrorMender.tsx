// Why a row can't be taken, and the cell itself to mend it in: by hand, by the suggestion, in all rows like it.
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorSentence } from "~/ui/inputErrors";
import classes from "./accounts.module.css";
import { useFieldName } from "./ChangeList";
import type { ImportRow, MendedRow } from "./importDocuments";
import { cellOf, columnOf, mendAll, mendSlips, rowsLike, TYPO } from "./likeRows";
import type { Importing } from "./useImport";
import type { RowsToMend } from "./useRowsToMend";

interface ErrorMenderProps {
  row: ImportRow;
  /** All rows that want mending, to find those with the same mistake. */
  toMend: RowsToMend;
  importing: Importing;
  editable: boolean;
}

/** One line for each error of the row; what doesn't refuse it is a hint. */
export function ErrorMender({ row, toMend, importing, editable }: ErrorMenderProps) {
  const sentence = useErrorSentence();
  const name = useFieldName();
  return (
    <ul className={classes.errors}>
      {row.errors.map((error) => (
        <li key={`${error.code}:${columnOf(error)}`}>
          <span className={classes.wrong} data-tone={row.outcome === "REFUSED" && error.code !== TYPO ? undefined : "amber"}>
            {columnOf(error) === "" ? null : <strong>{name(columnOf(error))}: </strong>}
            {sentence(error)}
          </span>
          {editable && mendable(row, error) ? <Cell key={cellOf(row, columnOf(error))} row={row} error={error} toMend={toMend} importing={importing} /> : null}
        </li>
      ))}
    </ul>
  );
}

/** Whether a cell of the file is to blame, and not what the workspace knows of the person. */
function mendable(row: ImportRow, error: ImportRow["errors"][number]): boolean {
  return columnOf(error) !== "" && (row.outcome === "REFUSED" || error.code === TYPO);
}

function Cell({ row, error, toMend, importing }: Omit<ErrorMenderProps, "editable"> & { error: ImportRow["errors"][number] }) {
  const t = useTranslations("import");
  const name = useFieldName();
  const column = columnOf(error);
  // A password is never shown: what is typed takes its place.
  const before = column === "password" ? "" : cellOf(row, column);
  const [text, setText] = useState(importing.typed.get(row.position, column) ?? before);
  const type = (news: string) => {
    setText(news);
    importing.typed.set(row.position, column, news === before ? null : news);
  };
  const { suggestion } = error;
  const wanted = text === before ? suggestion : text;
  const alike = allAlike(toMend, row, error, wanted, text === before);
  const mend = (news: string) => void importing.mend(mendAll([row], column, news));
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (text !== before) mend(text);
  };
  return (
    <form className={classes.cell} onSubmit={save}>
      <TextInput
        size="xs"
        className={classes.cellField}
        aria-label={t("cell", { column: name(column), row: row.position })}
        value={text}
        data-mend
        readOnly={importing.busy}
        autoComplete="off"
        onChange={(event) => type(event.currentTarget.value)}
      />
      {suggestion && text === before ? (
        <Button size="compact-sm" variant="light" disabled={importing.busy} onClick={() => mend(suggestion)}>
          {t("use", { suggestion })}
        </Button>
      ) : null}
      {text === before ? null : (
        <Button size="compact-sm" type="submit" variant="light" disabled={importing.busy}>
          {t("save")}
        </Button>
      )}
      {alike.length > 1 ? (
        <Button size="compact-sm" variant="default" disabled={importing.busy} onClick={() => void importing.mend(alike)}>
          {t("useAll", { count: alike.length })}
        </Button>
      ) : null}
    </form>
  );
}

/** What one click mends: the same text in rows with the same mistake, or in each the address that was meant. */
function allAlike(toMend: RowsToMend, row: ImportRow, error: ImportRow["errors"][number], wanted: string | null | undefined, untouched: boolean): MendedRow[] {
  if (error.code === TYPO) return untouched ? mendSlips(toMend.mistyped.rows, row, error) : [];
  return wanted === null || wanted === undefined ? [] : mendAll(rowsLike(toMend.refused.rows, row, error), columnOf(error), wanted);
}
