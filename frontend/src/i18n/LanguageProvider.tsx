// Holds the language of the page: the browser's at first, then the one of the person's profile.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { IntlProvider } from "use-intl";
import { chooseLanguage, type Language, loadMessages, type Messages, type Part, regionOf } from "./languages";

interface LanguageChoice {
  language: Language;
  /** Changes the language; the page keeps the old one until the catalog is here. */
  choose: (language: Language) => void;
}

const Context = createContext<LanguageChoice | null>(null);

/** The language in use and how to change it. */
export function useLanguage(): LanguageChoice {
  const choice = useContext(Context);
  if (choice === null) throw new Error("useLanguage needs a LanguageProvider");
  return choice;
}

/** Gives its children the words of the chosen language, and the page its `lang`. */
export function LanguageProvider(props: { part: Part; children: ReactNode }) {
  const [language, choose] = useState<Language>(() => chooseLanguage(navigator.languages));
  const loaded = useCatalog(language, props.part);
  const choice = useMemo(() => ({ language, choose }), [language]);
  if (loaded === null) return null;
  return (
    <Context value={choice}>
      <IntlProvider
        locale={regionOf(loaded.language, navigator.languages)}
        messages={loaded.messages}
        timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
      >
        {props.children}
      </IntlProvider>
    </Context>
  );
}

function useCatalog(language: Language, part: Part) {
  const [loaded, setLoaded] = useState<{ language: Language; messages: Messages } | null>(null);
  const load = useCallback(async () => {
    const messages = await loadMessages(language, part);
    document.documentElement.lang = language;
    return { language, messages };
  }, [language, part]);
  useEffect(() => {
    let current = true;
    void load().then((catalog) => current && setLoaded(catalog));
    return () => {
      current = false;
    };
  }, [load]);
  return loaded;
}
