// What a plan wants to be seen before it is confirmed; it stops nothing.
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { type InputError, useErrorSentence } from "./inputErrors";
import { Notice } from "./Notice";

/** One notice for each kind of warning. */
export function Warnings({ warnings }: { warnings: readonly InputError[] }) {
  const sentence = useErrorSentence();
  const t = useTranslations("errors");
  const told = (warning: InputError) =>
    warning.code === "DAILY_LIMIT" ? t("DAILY_LIMIT", { left: Number(warning.suggestion ?? 0) }) : sentence(warning);
  return [...new Set(warnings.map(told))].map((text) => (
    <Notice key={text} tone="amber">
      <Text size="sm">{text}</Text>
    </Notice>
  ));
}
