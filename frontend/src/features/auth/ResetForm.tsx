// Chooses a new password by a mailed link.
import { Button, Stack } from "@mantine/core";
import { useTranslations } from "use-intl";
import { Door } from "~/ui/Door";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { useFieldErrors } from "~/ui/inputErrors";
import { PasswordField } from "~/ui/PasswordField";
import { Refused } from "~/ui/Refused";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { RESET_PASSWORD } from "./documents";
import { firstPage } from "./firstPage";

const FIELDS = ["password"];

/** The form; a link that no longer holds gets a page that says so and offers a new one. */
export function ResetForm({ token }: { token: string }) {
  const t = useTranslations("reset");
  const { submit, busy, errors, refusal } = useSubmit(RESET_PASSWORD);
  const error = useFieldErrors(errors);
  const reset = onFields(async (fields) => {
    const payload = await submit({ input: { token, password: fields.password ?? "" } });
    if (payload?.viewer) window.location.assign(firstPage(payload.viewer));
  });
  if (errors.some((one) => one.code.startsWith("LINK_"))) {
    return (
      <Door key="dead" title={t("dead")} lead={t("deadText")}>
        <Button component="a" href="/forgot" fullWidth size="md">
          {t("again")}
        </Button>
      </Door>
    );
  }
  return (
    <Door title={t("title")} lead={t("lead")}>
      <form onSubmit={reset} noValidate>
        <Stack gap="md">
          {refusal ? <Refused refusal={refusal} /> : null}
          <ErrorSummary errors={errors} fields={FIELDS} />
          <PasswordField
            name="password"
            label={t("password")}
            description={t("passwordHelp")}
            required
            withAsterisk={false}
            autoFocus
            autoComplete="new-password"
            error={error("password")}
          />
          <Button type="submit" size="md" fullWidth loading={busy}>
            {t("submit")}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
