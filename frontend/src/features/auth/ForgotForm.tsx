// Asks for a mail with a link to a new password.
import { Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Door } from "~/ui/Door";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { useFieldErrors } from "~/ui/inputErrors";
import { Refused } from "~/ui/Refused";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { REQUEST_PASSWORD_RESET } from "./documents";

const FIELDS = ["login"];

/** The form, then what to do next; it never tells whether there is such an account. */
export function ForgotForm() {
  const t = useTranslations("forgot");
  const { submit, busy, errors, refusal } = useSubmit(REQUEST_PASSWORD_RESET);
  const error = useFieldErrors(errors);
  const [sent, setSent] = useState(false);
  const ask = onFields(async (fields) => {
    setSent((await submit({ input: { login: fields.login ?? "" } })) !== null);
  });
  const back = (
    <Anchor href="/sign-in" size="sm" ta="center">
      {t("back")}
    </Anchor>
  );
  if (sent) {
    return (
      <Door key="sent" title={t("sent")} lead={t("sentText")}>
        <Stack>
          <Text size="sm">{t("noMail")}</Text>
          {back}
        </Stack>
      </Door>
    );
  }
  return (
    <Door title={t("title")} lead={t("lead")}>
      <form onSubmit={ask} noValidate>
        <Stack gap="md">
          {refusal ? <Refused refusal={refusal} /> : null}
          <ErrorSummary errors={errors} fields={FIELDS} />
          <TextInput
            name="login"
            size="md"
            label={t("login")}
            required
            withAsterisk={false}
            autoFocus
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            error={error("login")}
          />
          <Button type="submit" size="md" fullWidth loading={busy}>
            {t("submit")}
          </Button>
          {back}
        </Stack>
      </form>
    </Door>
  );
}
