// One's own profile: who one is here, one's address, a new password.
import { Stack } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useViewer } from "~/session/SessionProvider";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { useFieldErrors } from "~/ui/inputErrors";
import { PasswordField } from "~/ui/PasswordField";
import { Refused } from "~/ui/Refused";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { AboutMe } from "./AboutMe";
import { MyAddress } from "./MyAddress";
import { CHANGE_PASSWORD } from "./profileDocuments";
import { Saved, Section } from "./Section";

const FIELDS = ["current", "password"];
// Not needed to see who one is.
const MyDevices = lazy(async () => ({ default: (await import("./MyDevices")).MyDevices }));

/** What is known of oneself, and how to change it. */
export function MyProfile() {
  return (
    <Stack gap="lg">
      <AboutMe />
      <MyAddress />
      <Password />
      <Suspense fallback={null}>
        <MyDevices />
      </Suspense>
    </Stack>
  );
}

function Password() {
  const t = useTranslations("profile");
  const { workspace } = useViewer();
  const { submit, busy, errors, refusal } = useSubmit(CHANGE_PASSWORD);
  const error = useFieldErrors(errors);
  const [times, setTimes] = useState(0);
  const change = onFields(async ({ current = "", password = "" }) => {
    if (await submit({ input: { current, password } })) setTimes((count) => count + 1);
  });
  return (
    <Section title={t("password")}>
      <form key={times} onSubmit={change} noValidate>
        <Stack gap="md">
          {refusal ? <Refused refusal={refusal} /> : null}
          <ErrorSummary errors={errors} fields={FIELDS} />
          <PasswordField name="current" label={t("current")} autoComplete="current-password" error={error("current")} />
          <PasswordField
            name="password"
            label={t("next")}
            description={t("passwordHelp", { length: workspace.passwordLength })}
            autoComplete="new-password"
            error={error("password")}
          />
          <Saved action={t("change")} done={times > 0 && errors.length === 0 && !busy ? t("changed") : ""} busy={busy} />
        </Stack>
      </form>
    </Section>
  );
}
