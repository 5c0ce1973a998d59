// Changes the language of a page on which nobody is signed in.
import { useTranslations } from "use-intl";
import { useLanguage } from "~/i18n/LanguageProvider";
import { type Language, LANGUAGE_NAMES, LANGUAGES } from "~/i18n/languages";
import classes from "./LanguageChoice.module.css";

/** A small select with each language by its own name; a plain one, since it is on every first page. */
export function LanguageChoice() {
  const t = useTranslations("common");
  const { language, choose } = useLanguage();
  return (
    <select className={classes.choice} aria-label={t("language")} value={language} onChange={(event) => choose(event.currentTarget.value as Language)}>
      {LANGUAGES.map((code) => (
        <option key={code} value={code}>
          {LANGUAGE_NAMES[code]}
        </option>
      ))}
    </select>
  );
}
