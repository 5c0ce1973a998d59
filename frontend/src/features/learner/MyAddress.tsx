// One's own e-mail address: a link that is mailed to another changes it.
import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useViewer } from "~/session/SessionProvider";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { useFieldErrors } from "~/ui/inputErrors";
import { PasswordField } from "~/ui/PasswordField";
import { Refused } from "~/ui/Refused";
import { onFields, useSubmit } from "~/ui/useSubmit";
import classes from "./learner.module.css";
import { REQUEST_EMAIL_CHANGE } from "./profileDocuments";
import { Section } from "./Section";

const FIELDS = ["email", "password"];

/** The address, and the form for another behind a button. */
export function MyAddress() {
  const t = useTranslations("address");
  const { member } = useViewer();
  const [open, setOpen] = useState(false);
  const [mailed, setMailed] = useState("");
  const opener = useRef<HTMLButtonElement>(null);
  const close = (email = "") => {
    setMailed(email);
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <Section title={t("title")}>
      <Stack gap="md">
        <div role="status">
          <Text>{member.email ? t("present", { email: member.email }) : t("none")}</Text>
          {mailed === "" ? null : <Text mt="xs">{t("mailed", { email: mailed })}</Text>}
        </div>
        <Button ref={opener} variant="default" aria-expanded={open} className={classes.start ?? ""} onClick={() => (open ? close() : setOpen(true))}>
          {t(member.email ? "change" : "give")}
        </Button>
        {open ? <Another onMailed={close} onCancel={() => close()} /> : null}
      </Stack>
    </Section>
  );
}

function Another({ onMailed, onCancel }: { onMailed: (email: string) => void; onCancel: () => void }) {
  const t = useTranslations("address");
  const profile = useTranslations("profile");
  const common = useTranslations("common");
  const { submit, busy, errors, refusal } = useSubmit(REQUEST_EMAIL_CHANGE);
  const error = useFieldErrors(errors);
  const ask = onFields(async ({ email = "", password = "" }) => {
    if (await submit({ input: { email, password } })) onMailed(email.trim());
  });
  return (
    <form onSubmit={ask} noValidate>
      <Stack gap="md">
        {refusal ? <Refused refusal={refusal} /> : null}
        <ErrorSummary errors={errors} fields={FIELDS} />
        <TextInput name="email" type="email" size="md" label={t("new")} autoFocus autoComplete="email" error={error("email")} />
        <PasswordField name="password" label={profile("current")} description={t("passwordHelp")} autoComplete="current-password" error={error("password")} />
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>
            {t("submit")}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {common("cancel")}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
