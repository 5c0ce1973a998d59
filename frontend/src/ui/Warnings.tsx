// What a plan wants to be seen before it is confirmed; it stops nothing.
import { Text } from "@mantine/core";
import { type InputError, useErrorSentence } from "./inputErrors";
import { Notice } from "./Notice";

/** One notice for each kind of warning. */
export function Warnings({ warnings }: { warnings: readonly InputError[] }) {
  const sentence = useErrorSentence();
  return [...new Set(warnings.map(sentence))].map((text) => (
    <Notice key={text} tone="amber">
      <Text size="sm">{text}</Text>
    </Notice>
  ));
}
