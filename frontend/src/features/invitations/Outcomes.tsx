// Lists the rows of a plan or a result by what becomes of them.
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { displayName } from "~/lib/names";
import { Address } from "~/ui/Address";
import { Icon } from "~/ui/icons";
import { useErrorSentence } from "~/ui/inputErrors";
import classes from "./AddByEmail.module.css";
import { OUTCOMES, type Plan, type Row, suggestionOf } from "./marks";

type Told = (typeof OUTCOMES)[number];

const COUNT: Record<Told, keyof Plan["counts"]> = {
  REFUSED: "refused",
  INVITE: "invite",
  ADD_GRANTS: "addGrants",
  MERGE_INTO_INVITATION: "mergeIntoInvitation",
  REACTIVATE: "reactivate",
  UNCHANGED: "unchanged",
  DUPLICATE: "duplicate",
};

interface OutcomesProps {
  rows: readonly Row[];
  counts: Plan["counts"];
  /** Says what has happened rather than what will. */
  done?: boolean;
}

/** One line for each outcome that occurs, which opens to its people. */
export function Outcomes({ rows, counts, done = false }: OutcomesProps) {
  const t = useTranslations(done ? "add.done" : "add.will");
  return (
    <ul className={classes.outcomes}>
      {OUTCOMES.filter((outcome) => counts[COUNT[outcome]] > 0).map((outcome) => (
        <li key={outcome} className={classes.outcome}>
          <details open={done && outcome === "REFUSED"}>
            <summary className={classes.summary}>
              <span className={classes.count} data-tone={outcome === "REFUSED" ? "bad" : undefined}>
                {counts[COUNT[outcome]]}
              </span>
              <span>{t(outcome, { count: counts[COUNT[outcome]] })}</span>
              <Icon name="chevron" />
            </summary>
            <People rows={rows.filter((row) => row.outcome === outcome)} total={counts[COUNT[outcome]]} />
          </details>
        </li>
      ))}
    </ul>
  );
}

const SHOWN = 100;
/** What a row asked for and doesn't get, though it stands. */
const UNAPPLIED = new Set(["DATE_NOT_APPLIED", "ROLE_NOT_APPLIED"]);

function People({ rows, total }: { rows: readonly Row[]; total: number }) {
  const t = useTranslations("add");
  const shown = rows.slice(0, SHOWN);
  return (
    <ul className={classes.people}>
      {shown.map((row) => (
        <li key={row.position}>
          <PersonRow row={row} />
        </li>
      ))}
      {total > shown.length ? <li>{t("andMore", { count: total - shown.length })}</li> : null}
    </ul>
  );
}

function PersonRow({ row }: { row: Row }) {
  const t = useTranslations("add");
  const sentence = useErrorSentence();
  const suggestion = suggestionOf(row);
  return (
    <>
      <Address text={row.input} />
      {row.member?.firstName || row.member?.lastName ? <span className={classes.reason}>{displayName(row.member)}</span> : null}
      {row.errors.filter((error) => row.outcome === "REFUSED" || UNAPPLIED.has(error.code)).map((error) => (
        <span key={error.code} className={classes.reason} data-tone="bad">
          {sentence(error)}
        </span>
      ))}
      {suggestion === undefined ? null : <span className={classes.reason}>{t("meant", { suggestion })}</span>}
      {row.changes.map((change) => (
        <Changes key={`${change.field} ${change.before}`} change={change} />
      ))}
    </>
  );
}

function Changes({ change }: { change: Row["changes"][number] }) {
  const t = useTranslations("add");
  const fields = useTranslations("fields");
  const roles = useTranslations("groupRoles");
  const name = fields.has(change.field as never) ? fields(change.field as never) : change.field;
  // "Crew: COACH" names the group first.
  const told = (value: string | null) =>
    (change.field === "groupRole" ? value?.replace(/(LEARNER|COACH|MANAGER)$/, (role) => roles(role as "COACH")) : value) || t("nothing");
  return (
    <Text size="sm" className={classes.reason}>
      {t("change", { field: name, before: told(change.before), after: told(change.after) })}
    </Text>
  );
}
