// Who one is here: a name and a language of one's own choice, and what others decide.
import { Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { LANGUAGE_NAMES, LANGUAGES } from "~/i18n/languages";
import { useLanguageNames } from "~/i18n/useLanguageNames";
import { useSession, useViewer } from "~/session/SessionProvider";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Facts } from "~/ui/Facts";
import { useFieldErrors } from "~/ui/inputErrors";
import { PlainSelect } from "~/ui/PlainSelect";
import { Refused } from "~/ui/Refused";
import { onFields, useSubmit } from "~/ui/useSubmit";
import classes from "./learner.module.css";
import { UPDATE_PROFILE } from "./profileDocuments";
import { Saved, Section } from "./Section";

const FIELDS = ["firstName", "lastName", "language"];

/** The form; the language is spoken as soon as it is saved. */
export function AboutMe() {
  const t = useTranslations("profile");
  const { member, workspace } = useViewer();
  const { retry: askAnew } = useSession();
  const { submit, busy, errors, refusal } = useSubmit(UPDATE_PROFILE);
  const error = useFieldErrors(errors);
  const [saved, setSaved] = useState(false);
  const named = useLanguageNames();
  const others = LANGUAGES.some((code) => code === member.language) || member.language === null ? [] : [member.language];
  const options = [{ value: "", label: t("languageNone") }, ...LANGUAGES.map((code) => ({ value: code, label: LANGUAGE_NAMES[code] })), ...others.map((code) => ({ value: code, label: named(code) }))];
  const save = onFields(async ({ firstName = "", lastName = "", language = "" }) => {
    const input = { firstName: kept(firstName, member.firstName), lastName: kept(lastName, member.lastName), language: language || null };
    const done = (await submit({ input })) !== null;
    setSaved(done);
    if (done) askAnew();
  });
  return (
    <Section title={t("about")}>
      <form onSubmit={save} onChange={() => setSaved(false)} noValidate>
        <Stack gap="md">
          {refusal ? <Refused refusal={refusal} /> : null}
          <ErrorSummary errors={errors} fields={FIELDS} />
          <div className={classes.names}>
            <TextInput name="firstName" size="md" label={t("firstName")} defaultValue={member.firstName ?? ""} autoComplete="given-name" error={error("firstName")} />
            <TextInput name="lastName" size="md" label={t("lastName")} defaultValue={member.lastName ?? ""} autoComplete="family-name" error={error("lastName")} />
          </div>
          <PlainSelect name="language" label={t("language")} description={t("languageHelp", { language: named(workspace.language) })} defaultValue={member.language ?? ""} options={options} error={error("language")} />
          <Facts
            facts={[
              [t("username"), member.username],
              [t("workspace"), workspace.name],
            ]}
          />
          <Saved action={t("save")} done={saved && !busy ? t("saved") : ""} busy={busy} />
        </Stack>
      </form>
    </Section>
  );
}

/** Who never had a last name may leave it so; a name that was set is not emptied. */
function kept(typed: string, before: string | null): string | null {
  return before === null && typed.trim() === "" ? null : typed;
}
