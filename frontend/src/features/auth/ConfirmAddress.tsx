// Takes a new address by the link that was mailed to it.
import { Button, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Door } from "~/ui/Door";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Refused } from "~/ui/Refused";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { CONFIRM_EMAIL_CHANGE } from "./addressDocuments";

/** Opening it changes nothing, since scanners of mail open links too; only the button confirms. */
export function ConfirmAddress({ token }: { token: string }) {
  const t = useTranslations("confirmAddress");
  const { submit, busy, errors, refusal } = useSubmit(CONFIRM_EMAIL_CHANGE);
  const [done, setDone] = useState(false);
  const confirm = onFields(async () => {
    setDone((await submit({ input: { token } })) !== null);
  });
  const dead = errors.some((one) => one.code.startsWith("LINK_"));
  if (done || dead) {
    return (
      <Door key="over" title={t(done ? "done" : "dead")} lead={t(done ? "doneText" : "deadText")}>
        <Button component="a" href={done ? "/my" : "/my/profile"} fullWidth size="md">
          {t(done ? "onward" : "again")}
        </Button>
      </Door>
    );
  }
  return (
    <Door title={t("title")} lead={t("lead")}>
      <form onSubmit={confirm} noValidate>
        <Stack gap="md">
          {refusal ? <Refused refusal={refusal} /> : null}
          <ErrorSummary errors={errors} />
          <Button type="submit" size="md" fullWidth loading={busy}>
            {t("submit")}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
