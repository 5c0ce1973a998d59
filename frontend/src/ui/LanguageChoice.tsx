// Changes the language of a page on which nobody is signed in.
import { useTranslations } from "use-intl";
import { useLanguage } from "~/i18n/LanguageProvider";
import { type Language, LANGUAGE_NAMES, LANGUAGES } from "~/i18n/languages";
import { NativeSelect } from "@mantine/core";

/** A small select with each language by its own name. */
export function LanguageChoice() {
  const t = useTranslations("common");
  const { language, choose } = useLanguage();
  return (
    <NativeSelect
      size="xs"
      variant="unstyled"
      aria-label={t("language")}
      value={language}
      data={LANGUAGES.map((code) => ({ value: code, label: LANGUAGE_NAMES[code] }))}
      onChange={(event) => choose(event.currentTarget.value as Language)}
    />
  );
}
