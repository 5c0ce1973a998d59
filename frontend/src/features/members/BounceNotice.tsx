// Says that mail to somebody came back and why; nothing goes there until it is cleared.
import { Button, Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Notice } from "~/ui/Notice";
import { Refused } from "~/ui/Refused";
import { useSubmit } from "~/ui/useSubmit";
import { CLEAR_BOUNCE, type Member } from "./documents";

/** What the mail server said, and the way to try again. */
export function BounceNotice({ member, mayClear }: { member: Member; mayClear: boolean }) {
  const t = useTranslations("members");
  const format = useFormatter();
  const { submit, busy, errors, refusal } = useSubmit(CLEAR_BOUNCE);
  if (member.bounce === null) return null;
  const { reason, since } = member.bounce;
  return (
    <Notice tone="red">
      <strong>{t("bounced", { day: format.dateTime(new Date(since), { dateStyle: "long" }) })}</strong>
      <Text size="sm">{reason}</Text>
      <Text size="sm" mt={4}>
        {t("bouncedText")}
      </Text>
      {refusal ? <Refused refusal={refusal} /> : null}
      <ErrorSummary errors={errors} />
      {mayClear ? (
        <Button variant="default" size="sm" mt="xs" loading={busy} onClick={() => void submit({ input: { id: member.id } })}>
          {t("clearBounce")}
        </Button>
      ) : null}
    </Notice>
  );
}
