// Chooses a password of one's own at the first sign-in, in place of the one that somebody else set.
import { Button, Stack } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useSend } from "~/graphql/send";
import { safeNext } from "~/lib/path";
import { Door } from "~/ui/Door";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { useFieldErrors } from "~/ui/inputErrors";
import { PasswordField } from "~/ui/PasswordField";
import { Refused } from "~/ui/Refused";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { firstPage } from "./firstPage";
import { CHOOSE_PASSWORD, WHO_CAME_IN } from "./ownDocuments";

const FIELDS = ["password"];

/** The form for whoever has just signed in by `current`, which opens nothing else; `next` is where they wanted to go. */
export function OwnPassword({ login, current, next }: { login: string; current: string; next: string | null }) {
  const t = useTranslations("reset");
  const send = useSend();
  const { submit, busy, errors, refusal } = useSubmit(CHOOSE_PASSWORD);
  const error = useFieldErrors(errors);
  const choose = onFields(async ({ password = "" }) => {
    if ((await submit({ input: { current, password } })) === null) return;
    const { data } = await send(WHO_CAME_IN, {});
    window.location.assign(safeNext(next, data ? firstPage(data.viewer) : "/my"));
  });
  return (
    <Door key="own" title={t("title")}>
      <form onSubmit={choose} noValidate>
        <Stack gap="md">
          {refusal ? <Refused refusal={refusal} /> : null}
          <ErrorSummary errors={errors} fields={FIELDS} />
          <input type="hidden" name="username" autoComplete="username" value={login} readOnly />
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
