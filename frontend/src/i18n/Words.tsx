// Gives a part of the app the words that only it needs, fetched when it is first opened.
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { IntlProvider, useLocale, useMessages, useTimeZone } from "use-intl";
import { areaAtHand, loadArea } from "./areas";
import { useLanguage } from "./LanguageProvider";
import { type Area, joined } from "./languages";

/** Its children see the catalog of the area beside the words of the page. */
export function Words({ area, children }: { area: Area; children: ReactNode }) {
  const { language } = useLanguage();
  const outer = useMessages();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const [words, setWords] = useState(() => areaAtHand(language, area));
  const [failed, setFailed] = useState<{ error: unknown } | null>(null);
  useEffect(() => {
    let current = true;
    loadArea(language, area).then(
      (catalog) => current && setWords(catalog),
      (error: unknown) => current && setFailed({ error }),
    );
    return () => {
      current = false;
    };
  }, [language, area]);
  const merged = useMemo(() => joined(outer, words ?? {}), [outer, words]);
  if (words === null && failed !== null) throw failed.error;
  if (words === null) return null;
  return (
    <IntlProvider locale={locale} messages={merged} {...(timeZone === undefined ? {} : { timeZone })}>
      {children}
    </IntlProvider>
  );
}
