// Chooses which rows are shown, by what becomes of them.
import { useFormatter, useTranslations } from "use-intl";
import { countOf, FATES, MISTYPED, type Shown } from "./fates";
import classes from "./FateFilter.module.css";
import type { Import } from "./importDocuments";
import { useFateName } from "./useFateName";

interface FateFilterProps {
  counts: Import["counts"];
  /** How many addresses look mistyped. */
  mistyped: number;
  shown: Shown | undefined;
  onChange: (shown: Shown | undefined) => void;
  past?: boolean;
}

/** A button for each fate that occurs, and one for all. */
export function FateFilter({ counts, mistyped, shown, onChange, past = false }: FateFilterProps) {
  const t = useTranslations("import");
  const fates = useFateName(past);
  return (
    <div role="group" aria-label={t("filter")} className={classes.filter}>
      <Choice name={t("all")} count={counts.total} chosen={shown === undefined} onClick={() => onChange(undefined)} />
      {FATES.filter((one) => countOf(counts, one) > 0 || one === shown).map((one) => (
        <Choice key={one} name={fates(one)} count={countOf(counts, one)} chosen={shown === one} onClick={() => onChange(one)} />
      ))}
      {mistyped > 0 || shown === MISTYPED ? <Choice name={t("mistyped")} count={mistyped} chosen={shown === MISTYPED} onClick={() => onChange(MISTYPED)} /> : null}
    </div>
  );
}

function Choice({ name, count, chosen, onClick }: { name: string; count: number; chosen: boolean; onClick: () => void }) {
  const format = useFormatter();
  return (
    <button type="button" className={classes.choice} aria-pressed={chosen} onClick={onClick}>
      {name} <span className={classes.amount}>{format.number(count)}</span>
    </button>
  );
}
