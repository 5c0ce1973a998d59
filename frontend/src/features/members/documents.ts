// What the members room asks of the server.
import { graphql, type ResultOf, type VariablesOf } from "~/graphql/tada";

export const MEMBERS = graphql(`
  query Members($first: Int!, $after: String, $filter: MemberFilter, $orderBy: MemberOrder!) {
    members(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id email username firstName lastName role status lastDayOfAccess createdAt bounce { since } }
    }
  }
`);

/** Only the ids, to tick everybody whom a filter finds. */
export const MEMBER_IDS = graphql(`
  query MemberIds($first: Int!, $after: String, $filter: MemberFilter) {
    members(first: $first, after: $after, filter: $filter) {
      pageInfo { hasNextPage endCursor }
      nodes { id email username firstName lastName role status lastDayOfAccess createdAt bounce { since } }
    }
  }
`);

export const MEMBER_FACTS = graphql(`
  fragment MemberFacts on Member {
    id
    email
    username
    firstName
    lastName
    language
    externalId
    role
    status
    labels
    deactivatesOn
    lastDayOfAccess
    joinedAt
    createdAt
    bounce { reason since }
  }
`);

export const MEMBER = graphql(
  `
    query Member($id: ID!) {
      node(id: $id) {
        __typename
        id
        ...MemberFacts
        ... on Member {
          memberships { role createdAt group { id name } }
          registrations(first: 100) {
            nodes { id session { id name state startsAt endsAt program { id title } } }
          }
          invitation {
            id
            email
            state
            role
            expiresAt
            createdAt
            acceptedAt
            invitedBy { id firstName lastName email username }
            mail { id state dueAt sentAt reason smtpReply }
          }
          mails(first: 50) { nodes { id kind state dueAt sentAt sentTo reason smtpReply } }
        }
      }
    }
  `,
  [MEMBER_FACTS],
);

export const WHY = graphql(`
  query Why($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Member {
        why {
          kind
          at
          endedAt
          operation
          row
          outcome
          batchId
          doneBy { id firstName lastName email username }
          group { id name }
          session { id name program { id title } }
          mail { id kind state dueAt sentAt reason smtpReply }
        }
      }
    }
  }
`);

export const UPDATE_MEMBER = graphql(
  `
    mutation UpdateMember($input: UpdateMemberInput!) {
      updateMember(input: $input) {
        member { id ...MemberFacts }
        errors { code message field suggestion value }
      }
    }
  `,
  [MEMBER_FACTS],
);

export const CHANGE_EMAIL = graphql(
  `
    mutation ChangeMemberEmail($input: ChangeMemberEmailInput!) {
      changeMemberEmail(input: $input) {
        member { id ...MemberFacts }
        errors { code message field suggestion value }
      }
    }
  `,
  [MEMBER_FACTS],
);

export const CLEAR_BOUNCE = graphql(
  `
    mutation ClearBounce($input: ClearBounceInput!) {
      clearBounce(input: $input) {
        member { id ...MemberFacts }
        errors { code message field suggestion value }
      }
    }
  `,
  [MEMBER_FACTS],
);

export const ISSUE_CODE = graphql(`
  mutation IssueSignInCode($input: IssueSignInCodeInput!) {
    issueSignInCode(input: $input) {
      code
      expiresAt
      errors { code message field suggestion value }
    }
  }
`);

export const DEACTIVATE = graphql(`
  mutation DeactivateMembers($input: DeactivateMembersInput!) {
    changed: deactivateMembers(input: $input) {
      members { id status lastDayOfAccess deactivatesOn }
      mailsWithdrawn
      mailsAlreadyOut
      errors { code message field row }
    }
  }
`);

export const REACTIVATE = graphql(`
  mutation ReactivateMembers($input: ReactivateMembersInput!) {
    changed: reactivateMembers(input: $input) {
      members { id status lastDayOfAccess deactivatesOn }
      mailsWithdrawn
      mailsAlreadyOut
      errors { code message field row }
    }
  }
`);

export type Row = ResultOf<typeof MEMBERS>["members"]["nodes"][number];
export type Order = VariablesOf<typeof MEMBERS>["orderBy"];
export type Filter = NonNullable<VariablesOf<typeof MEMBERS>["filter"]>;
export type Member = Extract<NonNullable<ResultOf<typeof MEMBER>["node"]>, { __typename: "Member" }>;
export type Reason = Extract<NonNullable<ResultOf<typeof WHY>["node"]>, { __typename: "Member" }>["why"][number];
