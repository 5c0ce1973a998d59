// Lists what a form's server answer says must be mended; takes the focus when it appears.
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { type InputError, useErrorSentence } from "./inputErrors";
import { Notice } from "./Notice";

/** The errors of a form as one alert; nothing where there are none. */
export function ErrorSummary({ errors }: { errors: readonly InputError[] }) {
  const t = useTranslations("common");
  const sentence = useErrorSentence();
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors.length > 0) ref.current?.focus();
  }, [errors]);
  if (errors.length === 0) return null;
  const sentences = [...new Set(errors.map(sentence))];
  return (
    <Notice ref={ref} tone="red" role="alert">
      <strong>{sentences.length === 1 ? sentences[0] : t("mend")}</strong>
      {sentences.length === 1 ? null : (
        <ul>
          {sentences.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
