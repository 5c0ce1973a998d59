// Lists what a form's server answer says must be mended; takes the focus when it appears.
import { Alert, List } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Icon } from "./icons";
import { type InputError, useErrorSentence } from "./inputErrors";

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
  const [only] = sentences.length === 1 ? sentences : [];
  return (
    <Alert ref={ref} tabIndex={-1} color="red" variant="light" icon={<Icon name="alert" />} role="alert" title={only ?? t("mend")}>
      {only === undefined ? (
        <List size="sm" spacing={2}>
          {sentences.map((text) => (
            <List.Item key={text}>{text}</List.Item>
          ))}
        </List>
      ) : null}
    </Alert>
  );
}
