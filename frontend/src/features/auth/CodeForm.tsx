// Signing in by a code that was handed over in person, and choosing a password with it.
import { Anchor, Button, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";
import { Door } from "~/ui/Door";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { useFieldErrors } from "~/ui/inputErrors";
import { PasswordField } from "~/ui/PasswordField";
import { Refused } from "~/ui/Refused";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { firstPage } from "./firstPage";
import { SIGN_IN_WITH_CODE } from "./ownDocuments";

const FIELDS = ["login", "code", "password"];
const AS_IT_IS = { required: true, withAsterisk: false, autoCapitalize: "none", spellCheck: false } as const;

/** The form; a password that can't be taken leaves the code as it is. */
export function CodeForm() {
  const t = useTranslations("code");
  const own = useTranslations("reset");
  const forgot = useTranslations("forgot");
  const profile = useTranslations("profile");
  const { submit, busy, errors, refusal } = useSubmit(SIGN_IN_WITH_CODE);
  const error = useFieldErrors(errors);
  const signIn = onFields(async ({ login = "", code = "", password = "" }) => {
    const payload = await submit({ input: { login, code, password } });
    if (payload?.viewer) window.location.assign(firstPage(payload.viewer));
  });
  return (
    <Door title={t("title")} lead={t("lead")}>
      <form onSubmit={signIn} noValidate>
        <Stack gap="md">
          {refusal ? <Refused refusal={refusal} /> : null}
          <ErrorSummary errors={errors} fields={FIELDS} />
          <TextInput name="login" size="md" label={profile("username")} {...AS_IT_IS} autoFocus autoComplete="username" error={error("login")} />
          <TextInput name="code" size="md" label={t("code")} description={t("codeHelp")} {...AS_IT_IS} autoComplete="one-time-code" error={error("code")} />
          <PasswordField name="password" label={own("password")} description={own("passwordHelp")} required withAsterisk={false} autoComplete="new-password" error={error("password")} />
          <Button type="submit" size="md" fullWidth loading={busy}>
            {own("submit")}
          </Button>
          <Anchor href="/sign-in" size="sm" ta="center">
            {forgot("back")}
          </Anchor>
        </Stack>
      </form>
    </Door>
  );
}
