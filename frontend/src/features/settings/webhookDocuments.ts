// What the webhooks' page asks of the server.
import { graphql, type ResultOf, type VariablesOf } from "~/graphql/tada";

export const WEBHOOK_FACTS = graphql(`
  fragment WebhookFacts on Webhook {
    id
    url
    description
    state
    events
    createdAt
    deliveredAt
    failingSince
    disabledReason
    formerSecretUntil
    waiting
  }
`);

export const WEBHOOKS = graphql(
  `
    query Webhooks {
      webhooks(first: 100) { nodes { ...WebhookFacts } }
    }
  `,
  [WEBHOOK_FACTS],
);

export const DELIVERIES = graphql(`
  query Deliveries($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Webhook {
        deliveries(first: 50) {
          nodes { id event state occurredAt attempts lastAttemptAt nextAt deliveredAt responseStatus reason }
        }
      }
    }
  }
`);

export const CREATE_WEBHOOK = graphql(
  `
    mutation CreateWebhook($input: CreateWebhookInput!) {
      createWebhook(input: $input) {
        webhook { ...WebhookFacts }
        secret
        errors { code message field suggestion value }
      }
    }
  `,
  [WEBHOOK_FACTS],
);

export const UPDATE_WEBHOOK = graphql(
  `
    mutation UpdateWebhook($input: UpdateWebhookInput!) {
      updateWebhook(input: $input) {
        webhook { ...WebhookFacts }
        errors { code message field suggestion value }
      }
    }
  `,
  [WEBHOOK_FACTS],
);

export const ROTATE_SECRET = graphql(
  `
    mutation RotateWebhookSecret($input: RotateWebhookSecretInput!) {
      rotateWebhookSecret(input: $input) {
        webhook { ...WebhookFacts }
        secret
        errors { code message field suggestion value }
      }
    }
  `,
  [WEBHOOK_FACTS],
);

export const DELETE_WEBHOOK = graphql(`
  mutation DeleteWebhook($input: DeleteWebhookInput!) {
    deleteWebhook(input: $input) {
      webhook { id }
      errors { code message field suggestion value }
    }
  }
`);

export const TEST_WEBHOOK = graphql(`
  mutation SendWebhookTest($input: SendWebhookTestInput!) {
    sendWebhookTest(input: $input) {
      delivery { id state }
      errors { code message field suggestion value }
    }
  }
`);

export const REPLAY_DELIVERY = graphql(`
  mutation ReplayWebhookDelivery($input: ReplayWebhookDeliveryInput!) {
    replayWebhookDelivery(input: $input) {
      delivery { id state attempts nextAt }
      errors { code message field suggestion value }
    }
  }
`);

export const EVENTS = [
  "INVITATION_SENT", "INVITATION_DELIVERED", "INVITATION_BOUNCED", "INVITATION_ACCEPTED", "INVITATION_EXPIRED", "INVITATION_REVOKED",
  "MEMBER_CREATED", "MEMBER_UPDATED", "MEMBER_DEACTIVATED", "MEMBER_REACTIVATED",
  "REGISTRATION_CREATED", "REGISTRATION_ENDED", "PROGRAM_INVITATION_SENT", "IMPORT_FINISHED",
] as const satisfies readonly WebhookEvent[];

export type Webhook = ResultOf<typeof WEBHOOK_FACTS>;
export type WebhookEvent = VariablesOf<typeof CREATE_WEBHOOK>["input"]["events"][number];
