// What a webhook was told and is owed, newest first; what failed can be told again.
import { Box, Button, Group, Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import type { ResultOf } from "~/graphql/tada";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { useSubmit } from "~/ui/useSubmit";
import { Waiting } from "~/ui/Waiting";
import { DELIVERIES, REPLAY_DELIVERY } from "./webhookDocuments";

type Delivery = Extract<NonNullable<ResultOf<typeof DELIVERIES>["node"]>, { __typename: "Webhook" }>["deliveries"]["nodes"][number];

/** The log of one webhook. */
export function WebhookLog({ id }: { id: string }) {
  const t = useTranslations("webhooks");
  const [{ data, error }, again] = useQuery({ query: DELIVERIES, variables: { id }, requestPolicy: "cache-and-network" });
  if (error && !data) return <Refused refusal={refusalOf(error)} onRetry={() => again()} />;
  if (!data) return <Waiting />;
  const deliveries = data.node?.__typename === "Webhook" ? data.node.deliveries.nodes : [];
  return (
    <Box mt="md">
      <Rows empty={t("noDeliveries")}>
        {deliveries.map((delivery) => (
          <One key={delivery.id} delivery={delivery} onReplayed={() => again({ requestPolicy: "network-only" })} />
        ))}
      </Rows>
      <Button mt="sm" variant="subtle" size="sm" onClick={() => again({ requestPolicy: "network-only" })}>
        {t("look")}
      </Button>
    </Box>
  );
}

function One({ delivery, onReplayed }: { delivery: Delivery; onReplayed: () => void }) {
  const t = useTranslations("webhooks");
  const format = useFormatter();
  const { submit, busy } = useSubmit(REPLAY_DELIVERY);
  const { event, state, attempts, responseStatus, reason } = delivery;
  const names = useTranslations("webhooks.events");
  const facts = [
    format.dateTime(new Date(delivery.occurredAt), { dateStyle: "medium", timeStyle: "medium" }),
    t(`deliveryStates.${state}`),
    attempts > 0 ? t("attempts", { count: attempts }) : "",
    responseStatus === null ? "" : String(responseStatus),
    reason === null ? "" : t(`reasons.${reason}`),
  ];
  return (
    <Group justify="space-between" gap="sm">
      <div>
        <Text size="sm" fw={600}>
          {names(event)}
        </Text>
        <Text size="sm" c="dimmed">
          {facts.filter(Boolean).join(" · ")}
        </Text>
      </div>
      {state === "FAILED" || state === "DELIVERED" ? (
        <Button variant="default" size="xs" loading={busy} onClick={() => void submit({ input: { deliveryId: delivery.id } }).then(onReplayed)}>
          {t("replay")}
        </Button>
      ) : null}
    </Group>
  );
}
