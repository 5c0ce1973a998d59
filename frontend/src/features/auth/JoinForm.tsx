// Joining: first name, last name, a password, and one is in.
import { Button, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useLanguage } from "~/i18n/LanguageProvider";
import { type Language, LANGUAGE_NAMES, LANGUAGES } from "~/i18n/languages";
import { Door } from "~/ui/Door";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { useFieldErrors } from "~/ui/inputErrors";
import { PasswordField } from "~/ui/PasswordField";
import { PlainSelect } from "~/ui/PlainSelect";
import { Refused } from "~/ui/Refused";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { ACCEPT_INVITATION } from "./documents";
import { firstPage } from "./firstPage";
import type { Link } from "./Join";
import classes from "./JoinForm.module.css";

const FIELDS = ["firstName", "lastName", "password"];

/** The form for whoever holds a link that leads in. */
export function JoinForm({ token, link }: { token: string; link: Link }) {
  const t = useTranslations("join");
  const { language, choose } = useLanguage();
  const { submit, busy, errors, refusal } = useSubmit(ACCEPT_INVITATION);
  const error = useFieldErrors(errors);
  const workspace = link.workspace?.name ?? "";
  const join = onFields(async ({ firstName = "", lastName = "", password = "" }) => {
    const payload = await submit({ input: { token, firstName, lastName, password, language } });
    if (payload?.viewer) window.location.assign(firstPage(payload.viewer));
  });
  const lead = link.invitedBy ? t("leadBy", { inviter: link.invitedBy, email: link.email ?? "" }) : t("lead", { email: link.email ?? "" });
  return (
    <Door key="form" title={t("title", { workspace })} lead={lead} workspace={link.workspace}>
      <form onSubmit={join} noValidate>
        <Stack gap="md">
          {refusal ? <Refused refusal={refusal} /> : null}
          <ErrorSummary errors={errors} fields={FIELDS} />
          <input type="hidden" name="username" autoComplete="username" value={link.email ?? ""} readOnly />
          <div className={classes.names}>
            <TextInput name="firstName" size="md" label={t("firstName")} defaultValue={link.firstName ?? ""} required withAsterisk={false} autoFocus autoComplete="given-name" error={error("firstName")} />
            <TextInput name="lastName" size="md" label={t("lastName")} defaultValue={link.lastName ?? ""} required withAsterisk={false} autoComplete="family-name" error={error("lastName")} />
          </div>
          <PasswordField
            name="password"
            label={t("password")}
            description={t("passwordHelp", { length: link.workspace?.passwordLength ?? 12 })}
            required
            withAsterisk={false}
            autoComplete="new-password"
            error={error("password")}
          />
          <PlainSelect label={t("language")} value={language} options={LANGUAGES.map((code) => ({ value: code, label: LANGUAGE_NAMES[code] }))} onChange={(event) => choose(event.currentTarget.value as Language)} />
          <Button type="submit" size="md" fullWidth loading={busy}>
            {t("submit")}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
