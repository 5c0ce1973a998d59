// What the groups room asks of the server.
import { graphql } from "~/graphql/tada";

export const GROUPS = graphql(`
  query Groups($first: Int!, $after: String, $filter: GroupFilter) {
    groups(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id name description isPrivate externalId memberCount learnerCount }
    }
  }
`);

export const GROUP = graphql(`
  query Group($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Group {
        name
        description
        isPrivate
        externalId
        createdAt
        memberCount
        sessions(first: 100) {
          totalCount
          nodes { id name state startsAt endsAt timeZone program { id title } }
        }
      }
    }
  }
`);

export const GROUP_MEMBERS = graphql(`
  query GroupMembers($id: ID!, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on Group {
        members(first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes { id firstName lastName email username status memberships { role group { id } } }
        }
      }
    }
  }
`);

export const CREATE_GROUP = graphql(`
  mutation CreateGroup($input: CreateGroupInput!) {
    createGroup(input: $input) {
      group { id name }
      errors { code message field suggestion }
    }
  }
`);
