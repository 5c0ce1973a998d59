// Why a row can't be taken, and the cell itself to mend it in: by hand, by the suggestion, in all rows like it.
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorSentence } from "~/ui/inputErrors";
import classes from "./accounts.module.css";
import { useFieldName } from "./ChangeList";
import type { ImportRow } from "./importDocuments";
import { cellOf, columnOf, mendAll, rowsLike } from "./likeRows";
import type { Importing } from "./useImport";

interface ErrorMenderProps {
  row: ImportRow;
  /** All rows that can't be taken, to find those with the same mistake. */
  refused: readonly ImportRow[];
  importing: Importing;
  editable: boolean;
}

/** One line for each error of the row. */
export function ErrorMender({ row, refused, importing, editable }: ErrorMenderProps) {
  const sentence = useErrorSentence();
  const name = useFieldName();
  return (
    <ul className={classes.errors}>
      {row.errors.map((error) => (
        <li key={`${error.code}:${columnOf(error)}`}>
          <span className={classes.wrong}>
            {columnOf(error) === "" ? null : <strong>{name(columnOf(error))}: </strong>}
            {sentence(error)}
          </span>
          {editable && columnOf(error) !== "" ? <Cell key={cellOf(row, columnOf(error))} row={row} error={error} refused={refused} importing={importing} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Cell({ row, error, refused, importing }: Omit<ErrorMenderProps, "editable"> & { error: ImportRow["errors"][number] }) {
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
  const alike = rowsLike(refused, row, error);
  const mend = (rows: readonly ImportRow[], news: string) => void importing.mend(mendAll(rows, column, news));
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (text !== before) mend([row], text);
  };
  const { suggestion } = error;
  const wanted = text === before ? suggestion : text;
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
        <Button size="compact-sm" variant="light" disabled={importing.busy} onClick={() => mend([row], suggestion)}>
          {t("use", { suggestion })}
        </Button>
      ) : null}
      {text === before ? null : (
        <Button size="compact-sm" type="submit" variant="light" disabled={importing.busy}>
          {t("save")}
        </Button>
      )}
      {wanted !== null && wanted !== undefined && alike.length > 1 ? (
        <Button size="compact-sm" variant="default" disabled={importing.busy} onClick={() => mend(alike, wanted)}>
          {t("useAll", { count: alike.length })}
        </Button>
      ) : null}
    </form>
  );
}
