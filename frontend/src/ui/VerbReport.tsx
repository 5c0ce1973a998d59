// What became of many: how many it was done for, what was refused and why, which mail will not leave.
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { displayName, type Named } from "~/lib/names";
import { type InputError, useErrorSentence } from "./inputErrors";
import { Notice } from "./Notice";

interface VerbReportProps {
  done: number;
  mailsWithdrawn: number;
  mailsAlreadyOut: number;
  /** What was refused; `row` counts from 1 among `people`. */
  errors: readonly InputError[];
  people: readonly Named[];
}

/** Good ones went; the others stand here with their reason. */
export function VerbReport({ done, mailsWithdrawn, mailsAlreadyOut, errors, people }: VerbReportProps) {
  const t = useTranslations("verbReport");
  const sentence = useErrorSentence();
  const nameOf = (error: InputError) => (error.row ? displayName(people[error.row - 1] ?? {}) : "");
  return (
    <div role="status">
      <Text fw={600}>{t("done", { count: done })}</Text>
      {mailsWithdrawn > 0 ? <Text size="sm">{t("withdrawn", { count: mailsWithdrawn })}</Text> : null}
      {mailsAlreadyOut > 0 ? <Text size="sm">{t("out", { count: mailsAlreadyOut })}</Text> : null}
      {errors.length === 0 ? null : (
        <Notice tone="red">
          <ul>
            {errors.slice(0, 50).map((error) => (
              <li key={`${error.row}${error.code}`}>{[nameOf(error), sentence(error)].filter(Boolean).join(": ")}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
