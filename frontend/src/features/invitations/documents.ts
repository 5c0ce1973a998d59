// What the invitations room asks of the server.
import { graphql } from "~/graphql/tada";

const PLAN_ROW = graphql(`
  fragment PlanRow on IntakeRow {
    position
    input
    email
    outcome
    member { id firstName lastName email status }
    changes { field before after }
    errors { code message field suggestion value }
  }
`);

/** The first rows, and what can't be done wherever in a long list it stands. */
export const PLAN = graphql(
  `
  fragment Plan on IntakePlan {
    hash
    counts { total invite addGrants mergeIntoInvitation reactivate unchanged duplicate refused }
    rows(first: 1000) {
      nodes { ...PlanRow }
    }
    refused: rows(first: 200, outcome: [REFUSED]) {
      nodes { ...PlanRow }
    }
    warnings { code message field suggestion value }
    mails { kind count dueAt language session { id name program { id title } } }
  }
`,
  [PLAN_ROW],
);

export const INVITE_BY_EMAIL = graphql(
  `
    mutation InviteByEmail($input: InviteByEmailInput!) {
      intake: inviteByEmail(input: $input) {
        plan { ...Plan }
        batch { id }
        errors { code message field row suggestion value }
      }
    }
  `,
  [PLAN],
);

export const ADD_GROUP_EMAILS = graphql(
  `
    mutation AddGroupEmails($input: AddGroupEmailsInput!) {
      intake: addGroupEmails(input: $input) {
        plan { ...Plan }
        batch { id }
        errors { code message field row suggestion value }
      }
    }
  `,
  [PLAN],
);

export const REGISTER_EMAILS = graphql(
  `
    mutation RegisterEmails($input: RegisterSessionLearnersInput!) {
      intake: registerSessionLearners(input: $input) {
        plan { ...Plan }
        batch { id }
        errors { code message field row suggestion value }
      }
    }
  `,
  [PLAN],
);

export const UNDO_BATCH = graphql(`
  mutation UndoBatch($input: UndoBatchInput!) {
    undoBatch(input: $input) {
      batch { id undoneAt }
      mailsWithdrawn
      remaining { code message field value }
      errors { code message field }
    }
  }
`);

export const GROUP_OPTIONS = graphql(`
  query GroupOptions($search: String, $chosen: ID!, $hasChosen: Boolean!) {
    node(id: $chosen) @include(if: $hasChosen) {
      __typename
      id
      ... on Group { name }
    }
    groups(first: 50, filter: { search: $search }) {
      nodes { id name }
    }
  }
`);

export const INVITATIONS = graphql(`
  query Invitations($first: Int!, $after: String, $filter: InvitationFilter) {
    invitations(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        email
        state
        role
        createdAt
        expiresAt
        invitedBy { id firstName lastName email username }
        member { id firstName lastName username }
        mail { id state sentAt dueAt }
      }
    }
  }
`);
