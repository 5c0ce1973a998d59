// Makes a webhook: where to tell, of what; then shows the secret that signs it, this once.
import { Button, Checkbox, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { CopyText } from "~/ui/CopyText";
import { FormModal } from "~/ui/FormModal";
import { useFieldErrors } from "~/ui/inputErrors";
import { Notice } from "~/ui/Notice";
import { onFields, useSubmit } from "~/ui/useSubmit";
import classes from "./settings.module.css";
import { CREATE_WEBHOOK, type WebhookEvent } from "./webhookDocuments";

const FIELDS = ["url", "events", "description"];
export const EVENTS = [
  "INVITATION_SENT", "INVITATION_DELIVERED", "INVITATION_BOUNCED", "INVITATION_ACCEPTED", "INVITATION_EXPIRED", "INVITATION_REVOKED",
  "MEMBER_CREATED", "MEMBER_UPDATED", "MEMBER_DEACTIVATED", "MEMBER_REACTIVATED",
  "REGISTRATION_CREATED", "REGISTRATION_ENDED", "PROGRAM_INVITATION_SENT", "IMPORT_FINISHED",
] as const satisfies readonly WebhookEvent[];

/** The dialog, for as long as it is drawn; it closes only by hand once the secret is on it. */
export function CreateWebhook({ onClose }: { onClose: () => void }) {
  const [secret, setSecret] = useState<string | null>(null);
  return secret === null ? <Form onClose={onClose} onMade={setSecret} /> : <Secret secret={secret} onClose={onClose} />;
}

function Form({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const t = useTranslations("webhooks");
  const { submit, busy, errors, refusal } = useSubmit(CREATE_WEBHOOK);
  const error = useFieldErrors(errors);
  const [events, setEvents] = useState<string[]>([...EVENTS]);
  const create = onFields(async (fields) => {
    const payload = await submit({ input: { url: fields.url ?? "", description: fields.description ?? "", events: events as WebhookEvent[] } });
    if (payload?.secret) onMade(payload.secret);
  });
  return (
    <FormModal title={t("new")} action={t("create")} opened busy={busy} errors={errors} fields={FIELDS} refusal={refusal} onClose={onClose} onSubmit={create}>
      <TextInput size="md" name="url" type="url" label={t("url")} description={t("urlHelp")} required data-autofocus autoComplete="off" error={error("url")} />
      <TextInput size="md" name="description" label={t("description")} autoComplete="off" error={error("description")} />
      <Checkbox.Group label={t("eventsTitle")} value={events} onChange={setEvents} error={error("events")}>
        <div className={classes.scopes}>
          {EVENTS.map((event) => (
            <Checkbox key={event} value={event} label={t(`events.${event}`)} />
          ))}
        </div>
      </Checkbox.Group>
    </FormModal>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations("webhooks");
  const common = useTranslations("common");
  return (
    <Modal opened onClose={onClose} closeOnClickOutside={false} closeOnEscape={false} title={t("secretTitle")} closeButtonProps={{ "aria-label": common("close") }}>
      <Stack>
        <Notice tone="amber">
          <Text size="sm">{t("secretText")}</Text>
        </Notice>
        <CopyText text={secret} of={t("secretTitle")} />
        <Button onClick={onClose} data-autofocus>
          {t("secretKept")}
        </Button>
      </Stack>
    </Modal>
  );
}
