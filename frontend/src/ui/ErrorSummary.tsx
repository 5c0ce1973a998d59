// Lists what a form's server answer says must be mended; takes the focus when it appears.
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { type InputError, useErrorSentence } from "./inputErrors";
import { Notice } from "./Notice";

interface ErrorSummaryProps {
  errors: readonly InputError[];
  /** The fields that tell their own errors; the focus goes to the first of them that has one. */
  fields?: readonly string[];
}

const NONE: readonly string[] = [];

/** The errors that belong to no field, as one alert; nothing where there are none. */
export function ErrorSummary({ errors, fields = NONE }: ErrorSummaryProps) {
  const t = useTranslations("common");
  const sentence = useErrorSentence();
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const wrong = fields.find((field) => errors.some((error) => error.field.at(-1) === field));
    if (ref.current) ref.current.focus();
    else if (wrong) document.querySelector<HTMLElement>(`[name="${wrong}"]`)?.focus();
  }, [errors, fields]);
  const sentences = [...new Set(errors.filter((error) => !fields.includes(error.field.at(-1) ?? "")).map(sentence))];
  if (sentences.length === 0) return null;
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
