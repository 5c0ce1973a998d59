// Chooses which rows are shown, by what becomes of them.
import { useFormatter, useTranslations } from "use-intl";
import classes from "./accounts.module.css";
import { countOf, FATES } from "./fates";
import type { Import, Outcome } from "./importDocuments";

interface FateFilterProps {
  counts: Import["counts"];
  fate: Outcome | undefined;
  onChange: (fate: Outcome | undefined) => void;
}

/** A button for each fate that occurs, and one for all. */
export function FateFilter({ counts, fate, onChange }: FateFilterProps) {
  const t = useTranslations("import");
  const fates = useTranslations("import.fates");
  return (
    <div role="group" aria-label={t("filter")} className={classes.filter}>
      <Choice name={t("all")} count={counts.total} chosen={fate === undefined} onClick={() => onChange(undefined)} />
      {FATES.filter((one) => countOf(counts, one) > 0 || one === fate).map((one) => (
        <Choice key={one} name={fates(one)} count={countOf(counts, one)} chosen={fate === one} onClick={() => onChange(one)} />
      ))}
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
