// What one says of a webhook: where to tell, what it is for, and of which events.
import { Checkbox, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";
import { type InputError, useFieldErrors } from "~/ui/inputErrors";
import classes from "./settings.module.css";
import { EVENTS, type Webhook } from "./webhookDocuments";

export const FIELDS = ["url", "events", "description"];

interface WebhookFieldsProps {
  webhook?: Webhook;
  events: string[];
  onEvents: (events: string[]) => void;
  errors: readonly InputError[];
}

/** The fields of the form, filled with what is known of `webhook`. */
export function WebhookFields({ webhook, events, onEvents, errors }: WebhookFieldsProps) {
  const t = useTranslations("webhooks");
  const error = useFieldErrors(errors);
  return (
    <>
      <TextInput size="md" name="url" type="url" label={t("url")} description={t("urlHelp")} defaultValue={webhook?.url ?? ""} required data-autofocus autoComplete="off" error={error("url")} />
      <TextInput size="md" name="description" label={t("description")} defaultValue={webhook?.description ?? ""} autoComplete="off" error={error("description")} />
      <Checkbox.Group label={t("eventsTitle")} value={events} onChange={onEvents} error={error("events")}>
        <div className={classes.scopes}>
          {EVENTS.map((event) => (
            <Checkbox key={event} value={event} label={t(`events.${event}`)} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  );
}
