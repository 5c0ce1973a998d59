// What the groups room asks of the server.
import { graphql, type ResultOf } from "~/graphql/tada";

export const GROUPS = graphql(`
  query Groups($first: Int!, $after: String, $filter: GroupFilter) {
    groups(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id name description isPrivate externalId memberCount learnerCount canManage }
    }
  }
`);

export const GROUP_FACTS = graphql(`
  fragment GroupFacts on Group {
    id
    name
    description
    isPrivate
    externalId
    archivedAt
    createdAt
    canManage
  }
`);

export const GROUP = graphql(
  `
    query Group($id: ID!) {
      node(id: $id) {
        __typename
        id
        ...GroupFacts
        ... on Group {
          memberCount
          learnerCount
          coaches: members(first: 1, role: COACH) { totalCount }
          managers: members(first: 1, role: MANAGER) { totalCount }
        }
      }
    }
  `,
  [GROUP_FACTS],
);

export const GROUP_MEMBERS = graphql(`
  query GroupMembers($id: ID!, $role: GroupRole!, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on Group {
        members(first: $first, after: $after, role: $role) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes { id firstName lastName email username status invitation { id state mail { id state } } }
        }
      }
    }
  }
`);

export const GROUP_PLACES = graphql(`
  query GroupPlaces($id: ID!) {
    assignments(first: 100, filter: { groupId: $id }) {
      totalCount
      nodes {
        createdAt
        program { id title canManage }
        session { id name state startsAt endsAt canManage program { id title } }
      }
    }
  }
`);

export const CREATE_GROUP = graphql(`
  mutation CreateGroup($input: CreateGroupInput!) {
    createGroup(input: $input) {
      group { id name }
      errors { code message field suggestion value }
    }
  }
`);

export const UPDATE_GROUP = graphql(
  `
    mutation UpdateGroup($input: UpdateGroupInput!) {
      updateGroup(input: $input) {
        group { id ...GroupFacts }
        errors { code message field suggestion value }
      }
    }
  `,
  [GROUP_FACTS],
);

export const ARCHIVE_GROUP = graphql(
  `
    mutation ArchiveGroup($input: ArchiveGroupInput!) {
      archiveGroup(input: $input) {
        group { id ...GroupFacts }
        errors { code message field suggestion value }
      }
    }
  `,
  [GROUP_FACTS],
);

export type Group = Extract<NonNullable<ResultOf<typeof GROUP>["node"]>, { __typename: "Group" }>;
export type GroupPlace = ResultOf<typeof GROUP_PLACES>["assignments"]["nodes"][number];
