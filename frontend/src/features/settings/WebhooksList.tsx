// The webhooks of the workspace: where each tells, whether it arrives, its log, and what can be done with it.
import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { FormDialog } from "~/ui/FormDialog";
import { PATHS } from "~/ui/icons";
import { Notice } from "~/ui/Notice";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { Waiting } from "~/ui/Waiting";
import { ChangeWebhook } from "./ChangeWebhook";
import { RotateSecret } from "./RotateSecret";
import classes from "./settings.module.css";
import { DELETE_WEBHOOK, TEST_WEBHOOK, UPDATE_WEBHOOK, type Webhook, WEBHOOKS } from "./webhookDocuments";
import { WebhookLog } from "./WebhookLog";

/** Oldest first, as the server lists them. */
export function WebhooksList() {
  const t = useTranslations("webhooks");
  const [{ data, error }, again] = useQuery({ query: WEBHOOKS, requestPolicy: "cache-and-network" });
  const [open, setOpen] = useState<{ verb: Verb; webhook: Webhook } | null>(null);
  const close = () => setOpen(null);
  if (error && !data) return <Refused refusal={refusalOf(error)} onRetry={() => again()} />;
  if (!data) return <Waiting />;
  return (
    <Panel>
      {data.webhooks.nodes.length === 0 ? (
        <EmptyState drawing={PATHS.link} title={t("empty")} text={t("emptyText")} />
      ) : (
        <Rows empty="">
          {data.webhooks.nodes.map((webhook) => (
            <One key={webhook.id} webhook={webhook} onVerb={(verb) => setOpen({ verb, webhook })} />
          ))}
        </Rows>
      )}
      {open?.verb === "change" ? <ChangeWebhook webhook={open.webhook} onClose={close} /> : null}
      {open?.verb === "rotate" ? <RotateSecret webhook={open.webhook} onClose={close} /> : null}
      {open?.verb === "remove" ? <Remove webhook={open.webhook} onClose={close} /> : null}
    </Panel>
  );
}

const VERBS = ["change", "rotate", "remove"] as const;
type Verb = (typeof VERBS)[number];

function One({ webhook, onVerb }: { webhook: Webhook; onVerb: (verb: Verb) => void }) {
  const t = useTranslations("webhooks");
  const format = useFormatter();
  const [log, setLog] = useState(false);
  const changing = useSubmit(UPDATE_WEBHOOK);
  const testing = useSubmit(TEST_WEBHOOK);
  const moment = (value: string) => format.dateTime(new Date(value), { dateStyle: "medium", timeStyle: "short" });
  const facts = [
    t(`states.${webhook.state}`),
    t("told", { count: webhook.events.length }),
    webhook.deliveredAt ? t("arrived", { when: moment(webhook.deliveredAt) }) : t("neverArrived"),
    webhook.failingSince ? t("failing", { when: moment(webhook.failingSince) }) : "",
    webhook.waiting > 0 ? t("waiting", { count: webhook.waiting }) : "",
  ];
  const refusal = changing.refusal ?? testing.refusal;
  const state = webhook.state === "ENABLED" ? "PAUSED" : "ENABLED";
  return (
    <>
      <Group justify="space-between" gap="sm">
        <div className={classes.words}>
          <Text fw={600} style={{ overflowWrap: "anywhere" }}>
            {webhook.url}
          </Text>
          <Text size="sm" c="dimmed">
            {[webhook.description, ...facts].filter(Boolean).join(" · ")}
          </Text>
        </div>
        <Group gap="xs">
          <Button variant="default" size="sm" loading={testing.busy} onClick={() => void testing.submit({ input: { id: webhook.id } }).then(() => setLog(true))}>
            {t("test")}
          </Button>
          <Button variant="default" size="sm" aria-expanded={log} onClick={() => setLog(!log)}>
            {t("log")}
          </Button>
          <Button variant="default" size="sm" loading={changing.busy} onClick={() => void changing.submit({ input: { id: webhook.id, state } })}>
            {t(state === "PAUSED" ? "pause" : "enable")}
          </Button>
          {VERBS.map((verb) => (
            <Button key={verb} variant="default" size="sm" onClick={() => onVerb(verb)}>
              {t(verb)}
            </Button>
          ))}
        </Group>
      </Group>
      {webhook.state === "DISABLED" ? (
        <div className={classes.why}>
          <Notice tone="red">
            <Text size="sm">{t(webhook.disabledReason === "GONE" ? "disabled.GONE" : "disabled.FAILED_TOO_LONG")}</Text>
          </Notice>
        </div>
      ) : null}
      {refusal ? <Refused refusal={refusal} /> : null}
      <ErrorSummary errors={[...changing.errors, ...testing.errors]} />
      {log ? <WebhookLog id={webhook.id} /> : null}
    </>
  );
}

const NO_FIELDS: string[] = [];

function Remove({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const t = useTranslations("webhooks");
  const { submit, busy, errors, refusal } = useSubmit(DELETE_WEBHOOK);
  const remove = onFields(async () => {
    if (await submit({ input: { id: webhook.id } })) onClose();
  });
  return (
    <FormDialog title={t("removeTitle")} action={t("remove")} opened busy={busy} errors={errors} fields={NO_FIELDS} refusal={refusal} onClose={onClose} onSubmit={remove}>
      <Text>{t("removeText", { url: webhook.url })}</Text>
    </FormDialog>
  );
}
