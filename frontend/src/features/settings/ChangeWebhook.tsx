// Changes where a webhook tells, what it is for and of what it is told.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { differing } from "~/lib/edits";
import { FormDialog } from "~/ui/FormDialog";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { UPDATE_WEBHOOK, type Webhook, type WebhookEvent } from "./webhookDocuments";
import { FIELDS, WebhookFields } from "./WebhookFields";

/** The dialog, for as long as it is drawn. */
export function ChangeWebhook({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const t = useTranslations("webhooks");
  const { submit, busy, errors, refusal } = useSubmit(UPDATE_WEBHOOK);
  const [events, setEvents] = useState<string[]>([...webhook.events]);
  const change = onFields(async ({ url = "", description = "" }) => {
    const changes = differing({ url, description, events: events as WebhookEvent[] }, webhook);
    if (Object.keys(changes).length === 0 || (await submit({ input: { id: webhook.id, ...changes } }))) onClose();
  });
  return (
    <FormDialog title={t("changeTitle")} action={t("save")} opened busy={busy} errors={errors} fields={FIELDS} refusal={refusal} onClose={onClose} onSubmit={change}>
      <WebhookFields webhook={webhook} events={events} onEvents={setEvents} errors={errors} />
    </FormDialog>
  );
}
