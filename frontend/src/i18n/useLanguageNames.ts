// Languages by their names in the reader's own.
import { useLocale } from "use-intl";

/** The name of a language in the reader's own. */
export function useLanguageNames(): (code: string) => string {
  const locale = useLocale();
  const names = new Intl.DisplayNames([locale], { type: "language" });
  return (code) => names.of(code.replace("_", "-")) ?? code;
}
