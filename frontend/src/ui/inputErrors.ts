// Finds, for a field or a row, the sentence about what a person can mend.
import { useTranslations } from "use-intl";

export interface InputError {
  code: string;
  message: string;
  field: readonly string[];
  row?: number | null;
  suggestion?: string | null;
  /** What the sentence names, where there is such a thing: a column, a group, a language, a limit. */
  value?: string | null;
}

/** The sentence for an error: with what it names, by its code alone, or else in the server's own words. */
export function useErrorSentence(): (error: InputError) => string {
  const t = useTranslations("errors");
  const naming = useTranslations("errorsNaming");
  return (error) => {
    const named = error.code as Parameters<typeof naming.has>[0];
    if (error.value && naming.has(named)) return naming(named, { value: error.value, count: Number(error.value) });
    const key = error.code as Exclude<Parameters<typeof t.has>[0], "DAILY_LIMIT">;
    return t.has(key) ? t(key) : error.message;
  };
}

/** The sentence that belongs under one field of a form, if there is one. */
export function useFieldErrors(errors: readonly InputError[]): (field: string) => string | undefined {
  const sentence = useErrorSentence();
  return (field) => {
    const error = errors.find((candidate) => candidate.field.at(-1) === field);
    return error && sentence(error);
  };
}
