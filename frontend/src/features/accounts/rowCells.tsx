// What the rows of an import and of an intake show alike: who, what became of it, what changes.
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { displayName } from "~/lib/names";
import { PersonLink } from "~/ui/PersonLink";
import classes from "./accounts.module.css";
import { ChangeList } from "./ChangeList";
import { toneOf } from "./fates";
import type { ImportRow } from "./importDocuments";
import { cellOf } from "./likeRows";
import { useFateName } from "./useFateName";

/** Which row of the input it is. */
export function Position({ row }: { row: ImportRow }) {
  return <span className={classes.number}>{row.position}</span>;
}

/** What becomes of it; of what is `past` nothing is to be mended any more. */
export function Fate({ row, past = false }: { row: ImportRow; past?: boolean }) {
  const fates = useFateName(past);
  return (
    <span className={classes.fate} data-tone={toneOf(row.outcome)}>
      {fates(row.outcome)}
    </span>
  );
}

/** What changes, or else the groups it names. */
export function Details({ row }: { row: ImportRow }) {
  const t = useTranslations("import");
  if (row.changes.length > 0) return <ChangeList changes={row.changes} />;
  const groups = cellOf(row, "groups");
  return groups === "" ? null : (
    <Text size="sm" c="dimmed">
      {t("inGroups", { groups })}
    </Text>
  );
}

/** Who a row is about, by its own cells; a member once it is known to be one. */
export function Person({ row }: { row: ImportRow }) {
  if (row.member) return <PersonLink person={row.member} />;
  const cells = { firstName: cellOf(row, "firstName"), lastName: cellOf(row, "lastName"), email: cellOf(row, "email"), username: cellOf(row, "username") };
  if (Object.values(cells).every((text) => text === "")) {
    return (
      <Text size="sm" truncate>
        {row.input}
      </Text>
    );
  }
  const known = Object.fromEntries(Object.entries(cells).map(([key, text]) => [key, text || null]));
  return <PersonLink person={known as Parameters<typeof displayName>[0]} />;
}
