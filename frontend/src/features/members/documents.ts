// What the members room asks of the server.
import { graphql } from "~/graphql/tada";

export const MEMBERS = graphql(`
  query Members($first: Int!, $after: String, $filter: MemberFilter) {
    members(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id email username firstName lastName role status lastDayOfAccess createdAt }
    }
  }
`);

export const MEMBER = graphql(`
  query Member($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Member {
        email
        username
        firstName
        lastName
        language
        role
        status
        lastDayOfAccess
        createdAt
        groups(first: 100) { nodes { id name } }
        registrations(first: 100) {
          nodes { id session { id name state startsAt endsAt program { id title } } }
        }
        invitation { id state expiresAt createdAt invitedBy { id firstName lastName email username } }
        mails(first: 50) { nodes { id kind state dueAt sentAt } }
      }
    }
  }
`);
