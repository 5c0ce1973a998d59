// One's own profile: who one is here, and a new password.
import { Button, Paper, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useViewer } from "~/session/SessionProvider";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Facts } from "~/ui/Facts";
import { useFieldErrors } from "~/ui/inputErrors";
import { PasswordField } from "~/ui/PasswordField";
import { Refused } from "~/ui/Refused";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { CHANGE_PASSWORD } from "./documents";
import classes from "./learner.module.css";

const FIELDS = ["current", "password"];
// Not needed to see who one is.
const MyDevices = lazy(async () => ({ default: (await import("./MyDevices")).MyDevices }));

/** What is known of oneself, and the form for a new password. */
export function MyProfile() {
  return (
    <Stack gap="lg">
      <About />
      <Password />
      <Suspense fallback={null}>
        <MyDevices />
      </Suspense>
    </Stack>
  );
}

function About() {
  const t = useTranslations("profile");
  const { member, workspace } = useViewer();
  return (
    <Paper withBorder component="section" aria-labelledby="about" className={classes.card}>
      <h2 id="about" className={classes.section}>
        {t("about")}
      </h2>
      <Facts
        facts={[
          [t("firstName"), member.firstName],
          [t("lastName"), member.lastName],
          [t("email"), member.email],
          [t("username"), member.username],
          [t("workspace"), workspace.name],
        ]}
      />
    </Paper>
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
    <Paper withBorder component="section" aria-labelledby="password" className={classes.card}>
      <h2 id="password" className={classes.section}>
        {t("password")}
      </h2>
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
    </Paper>
  );
}

function Saved({ action, done, busy }: { action: string; done: string; busy: boolean }) {
  return (
    <div>
      <Button type="submit" loading={busy}>
        {action}
      </Button>
      <Text component="span" role="status" ml="md" size="sm">
        {done}
      </Text>
    </div>
  );
}
