// What the settings ask of the server.
import { graphql, type ResultOf } from "~/graphql/tada";

export const API_KEYS = graphql(`
  query ApiKeys {
    apiKeys {
      id
      name
      prefix
      role
      scopes
      createdAt
      expiresAt
      lastUsedAt
      revokedAt
      createdBy { id firstName lastName email username }
    }
  }
`);

export const CREATE_API_KEY = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      apiKey { id name }
      secret
      errors { code message field suggestion value }
    }
  }
`);

export const REVOKE_API_KEY = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      apiKey { id revokedAt }
      errors { code message field suggestion value }
    }
  }
`);

export const BATCHES = graphql(`
  query Batches($first: Int!, $after: String) {
    batches(first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        operation
        createdAt
        undoneAt
        createdBy { id firstName lastName email username }
        counts { total invite create update addGrants mergeIntoInvitation reactivate unchanged duplicate ignored refused }
      }
    }
  }
`);

export const AUDIT = graphql(`
  query Audit($first: Int!, $after: String, $filter: AuditEventFilter) {
    auditEvents(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        at
        action
        door
        keyId
        subjectId
        subject {
          __typename
          id
          ... on Member { firstName lastName email username }
          ... on Group { name }
          ... on Program { title }
          ... on Session { name program { id title } }
          ... on Invitation { member { id firstName lastName email username } }
          ... on Batch { operation }
        }
        actor { id firstName lastName email username }
      }
    }
  }
`);

export type ApiKey = ResultOf<typeof API_KEYS>["apiKeys"][number];
export type Batch = ResultOf<typeof BATCHES>["batches"]["nodes"][number];
export type AuditEvent = ResultOf<typeof AUDIT>["auditEvents"]["nodes"][number];

export const WORKSPACE = graphql(`
  query WorkspaceSettings {
    viewer {
      workspace {
        id
        name
        language
        timeZone
        mailHour
        senderName
        senderAddress
        brandColor
        logoUrl
        invitationDays
        allowedDomains
        passwordLength
        trainersInvite
        sendReminders
        sendWarnings
      }
    }
  }
`);

export const UPDATE_WORKSPACE = graphql(`
  mutation UpdateWorkspace($input: UpdateWorkspaceInput!) {
    updateWorkspace(input: $input) {
      workspace {
        id
        name
        language
        timeZone
        mailHour
        senderName
        senderAddress
        brandColor
        logoUrl
        invitationDays
        allowedDomains
        passwordLength
        trainersInvite
        sendReminders
        sendWarnings
      }
      errors { code message field row suggestion value }
    }
  }
`);

export type WorkspaceSettings = ResultOf<typeof WORKSPACE>["viewer"]["workspace"];
