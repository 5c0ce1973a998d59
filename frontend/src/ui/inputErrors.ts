// Finds, for a field or a row, the sentence about what a person can mend.
import { useTranslations } from "use-intl";

export interface InputError {
  code: string;
  message: string;
  field: readonly string[];
  row?: number | null;
  suggestion?: string | null;
}

/** The sentence for an error: by its code where the catalog has one, else the server's own words. */
export function useErrorSentence(): (error: InputError) => string {
  const t = useTranslations("errors");
  return (error) => {
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
