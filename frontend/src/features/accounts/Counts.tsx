// How many rows become, or became, what.
import { useFormatter, useTranslations } from "use-intl";
import classes from "./accounts.module.css";
import { countOf, FATES } from "./fates";
import type { Import } from "./importDocuments";

/** One line for each fate that occurs, what needs a look first. */
export function Counts({ counts, done = false }: { counts: Import["counts"]; done?: boolean }) {
  const t = useTranslations(done ? "import.did" : "import.will");
  const format = useFormatter();
  return (
    <ul className={classes.counts}>
      {FATES.filter((fate) => countOf(counts, fate) > 0).map((fate) => (
        <li key={fate}>
          <span className={classes.count} data-tone={fate === "REFUSED" ? "bad" : undefined}>
            {format.number(countOf(counts, fate))}
          </span>
          <span>{t(fate, { count: countOf(counts, fate) })}</span>
        </li>
      ))}
    </ul>
  );
}
