// Every cell of one row, to be mended.
import { TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";
import { FormDialog } from "~/ui/FormDialog";
import { useFieldErrors } from "~/ui/inputErrors";
import { onFields } from "~/ui/useSubmit";
import { useFieldName } from "./ChangeList";
import type { ImportRow } from "./importDocuments";
import { cellOf } from "./likeRows";
import type { Importing } from "./useImport";

interface RowEditorProps {
  row: ImportRow;
  importing: Importing;
  /** The columns of the file, in its order. */
  columns: readonly string[];
  onClose: () => void;
}

/** Only what was changed is sent. A password is never shown: what is typed takes its place. */
export function RowEditor({ row, importing, columns, onClose }: RowEditorProps) {
  const t = useTranslations("import");
  const name = useFieldName();
  const error = useFieldErrors(row.errors);
  const shown = columns.filter((column) => !column.startsWith("#"));
  const wrong = shown.find((column) => error(column) !== undefined);
  const save = onFields(async (fields) => {
    const cells = shown.flatMap((column) => {
      const text = fields[column] ?? "";
      const before = column === "password" ? "" : cellOf(row, column);
      return text === before ? [] : [{ column, text }];
    });
    if (cells.length === 0 || (await importing.mend([{ position: row.position, cells }]))) onClose();
  });
  return (
    <FormDialog title={t("editRow", { row: row.position })} action={t("save")} wide opened busy={importing.busy} errors={importing.errors} fields={shown} refusal={importing.refusal} onClose={onClose} onSubmit={save}>
      {shown.map((column) => (
        <TextInput
          key={column}
          name={column}
          label={name(column)}
          defaultValue={column === "password" ? "" : cellOf(row, column)}
          placeholder={column === "password" ? cellOf(row, column) : ""}
          error={error(column)}
          data-autofocus={column === wrong || undefined}
          autoComplete="off"
        />
      ))}
    </FormDialog>
  );
}
