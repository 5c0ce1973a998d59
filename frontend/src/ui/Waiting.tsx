// Shows that something is on its way, but only once the wait is long enough to notice.
import { useTranslations } from "use-intl";
import classes from "./Waiting.module.css";

/** Grey rows in the place of a list that is being fetched. */
export function Waiting({ rows = 4, height = 20 }: { rows?: number; height?: number }) {
  const t = useTranslations("common");
  return (
    <div className={classes.waiting} role="status" aria-label={t("loading")}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={classes.row} style={{ height }} />
      ))}
    </div>
  );
}
