// The plan was overtaken between the look and the click, or before it could run: what differs, told as counts where known.
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { Notice } from "~/ui/Notice";
import classes from "./accounts.module.css";
import { FATES } from "./fates";

/** Each fate whose number is another than before; the draft below is the new one. */
export function PlanChanged({ changed }: { changed: { before: Record<string, number>; after: Record<string, number> } | null }) {
  const t = useTranslations("import");
  const fates = useTranslations("import.fates");
  const different = changed === null ? [] : FATES.filter((fate) => (changed.before[fate] ?? 0) !== (changed.after[fate] ?? 0));
  return (
    <div role="alert">
      <Notice tone="amber">
        <Text size="sm" fw={600}>
          {t("planChanged")}
        </Text>
        {different.length === 0 ? null : (
          <ul className={classes.reasons}>
            {different.map((fate) => (
              <li key={fate}>{t("countChanged", { fate: fates(fate), before: changed?.before[fate] ?? 0, after: changed?.after[fate] ?? 0 })}</li>
            ))}
          </ul>
        )}
      </Notice>
    </div>
  );
}
