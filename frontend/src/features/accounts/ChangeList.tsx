// What changes on somebody who exists already, field by field, before and after.
import { useTranslations } from "use-intl";
import classes from "./accounts.module.css";

export interface Change {
  field: string;
  before: string | null;
  after: string | null;
}

/** The name of a field or column as people call it. */
export function useFieldName(): (field: string) => string {
  const t = useTranslations("columns");
  return (field) => {
    const key = field as Parameters<typeof t.has>[0];
    return t.has(key) ? t(key) : field;
  };
}

/** One line for each field. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const t = useTranslations("import");
  const name = useFieldName();
  if (changes.length === 0) return null;
  return (
    <ul className={classes.changes}>
      {changes.map((change) => (
        <li key={`${change.field} ${change.before}`}>
          <span className={classes.field}>{name(change.field)}</span>{" "}
          {change.before ? <del>{change.before}</del> : <span className={classes.none}>{t("blank")}</span>} <span aria-hidden="true">→</span>{" "}
          {change.after ? <ins>{change.after}</ins> : <span className={classes.none}>{t("blank")}</span>}
        </li>
      ))}
    </ul>
  );
}
