// Makes a webhook: where to tell, of what; then shows the secret that signs it, this once.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { FormDialog } from "~/ui/FormDialog";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { CREATE_WEBHOOK, EVENTS, type WebhookEvent } from "./webhookDocuments";
import { FIELDS, WebhookFields } from "./WebhookFields";
import { WebhookSecret } from "./WebhookSecret";

/** The dialog, for as long as it is drawn; it closes only by hand once the secret is on it. */
export function CreateWebhook({ onClose }: { onClose: () => void }) {
  const [secret, setSecret] = useState<string | null>(null);
  return secret === null ? <Form onClose={onClose} onMade={setSecret} /> : <WebhookSecret secret={secret} onClose={onClose} />;
}

function Form({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const t = useTranslations("webhooks");
  const { submit, busy, errors, refusal } = useSubmit(CREATE_WEBHOOK);
  const [events, setEvents] = useState<string[]>([...EVENTS]);
  const create = onFields(async (fields) => {
    const payload = await submit({ input: { url: fields.url ?? "", description: fields.description ?? "", events: events as WebhookEvent[] } });
    if (payload?.secret) onMade(payload.secret);
  });
  return (
    <FormDialog title={t("new")} action={t("create")} opened busy={busy} errors={errors} fields={FIELDS} refusal={refusal} onClose={onClose} onSubmit={create}>
      <WebhookFields events={events} onEvents={setEvents} errors={errors} />
    </FormDialog>
  );
}
