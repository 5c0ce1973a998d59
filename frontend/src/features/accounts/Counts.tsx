// How many rows become, or became, what.
import { useFormatter, useTranslations } from "use-intl";
import classes from "./accounts.module.css";
import { countOf, FATES } from "./fates";
import type { Import } from "./importDocuments";

interface CountsProps {
  counts: Import["counts"];
  done?: boolean;
  /** Rows among the refused that an import which ended early did not come to. */
  left?: number;
}

/** One line for each fate that occurs, what needs a look first. */
export function Counts({ counts, done = false, left = 0 }: CountsProps) {
  const t = useTranslations(done ? "import.did" : "import.will");
  const imports = useTranslations("import");
  const told = { ...counts, refused: counts.refused - left };
  return (
    <ul className={classes.counts}>
      {left > 0 ? <Line count={left} text={imports("notCarriedOut", { count: left })} bad /> : null}
      {FATES.filter((fate) => countOf(told, fate) > 0).map((fate) => (
        <Line key={fate} count={countOf(told, fate)} text={t(fate, { count: countOf(told, fate) })} bad={fate === "REFUSED"} />
      ))}
    </ul>
  );
}

function Line({ count, text, bad }: { count: number; text: string; bad: boolean }) {
  const format = useFormatter();
  return (
    <li>
      <span className={classes.count} data-tone={bad ? "bad" : undefined}>
        {format.number(count)}
      </span>
      <span>{text}</span>
    </li>
  );
}
