// The words for what becomes of a row.
import { useTranslations } from "use-intl";
import type { Outcome } from "./importDocuments";

/** Of what is `past` nothing is to be mended any more. */
export function useFateName(past: boolean): (fate: Outcome) => string {
  const fates = useTranslations("import.fates");
  const t = useTranslations("intake");
  return (fate) => (past && fate === "REFUSED" ? t("refused") : fates(fate));
}
