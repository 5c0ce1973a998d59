// Gives a webhook a new secret: asks how long the former one signs as well, then shows the new one, this once.
import { NativeSelect, Text } from "@mantine/core";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { FormDialog } from "~/ui/FormDialog";
import { useFieldErrors } from "~/ui/inputErrors";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { ROTATE_SECRET, type Webhook } from "./webhookDocuments";
import { WebhookSecret } from "./WebhookSecret";

const FIELDS = ["overlapHours"];
const OVERLAPS = [24, 72, 168, 0]; // hours; the first one is the usual one

/** The dialog, for as long as it is drawn. */
export function RotateSecret({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const t = useTranslations("webhooks");
  const format = useFormatter();
  const { submit, busy, errors, refusal } = useSubmit(ROTATE_SECRET);
  const error = useFieldErrors(errors);
  const [made, setMade] = useState<{ secret: string; until: string | null } | null>(null);
  const rotate = onFields(async (fields) => {
    const payload = await submit({ input: { id: webhook.id, overlapHours: Number(fields.overlapHours) } });
    if (payload?.secret) setMade({ secret: payload.secret, until: payload.webhook?.formerSecretUntil ?? null });
  });
  if (made !== null) {
    const more = made.until ? t("bothUntil", { when: format.dateTime(new Date(made.until), { dateStyle: "medium", timeStyle: "short" }) }) : t("formerEnded");
    return <WebhookSecret secret={made.secret} more={more} onClose={onClose} />;
  }
  return (
    <FormDialog title={t("rotateTitle")} action={t("rotate")} opened busy={busy} errors={errors} fields={FIELDS} refusal={refusal} onClose={onClose} onSubmit={rotate}>
      <Text>{t("rotateText", { url: webhook.url })}</Text>
      <NativeSelect
        size="md"
        name="overlapHours"
        label={t("overlap")}
        description={t("overlapHelp")}
        error={error("overlapHours")}
        data={OVERLAPS.map((hours) => ({ value: String(hours), label: hours === 0 ? t("overlapNone") : t("overlapHours", { count: hours }) }))}
      />
    </FormDialog>
  );
}
