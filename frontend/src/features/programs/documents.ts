// What the programs room asks of the server.
import { graphql } from "~/graphql/tada";

export const PROGRAMS = graphql(`
  query Programs($first: Int!, $after: String, $filter: ProgramFilter) {
    programs(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id title summary sessions(first: 100) { nodes { id state } } }
    }
  }
`);

export const PROGRAM = graphql(`
  query Program($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Program {
        title
        summary
        contentUrl
        sessions(first: 100) {
          totalCount
          nodes { id name state startsAt endsAt timeZone program { id title } }
        }
      }
    }
  }
`);

export const SESSION = graphql(`
  query Session($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Session {
        name
        state
        startsAt
        endsAt
        timeZone
        program { id title }
        groups { id name memberCount }
      }
    }
  }
`);

export const SESSION_REGISTRATIONS = graphql(`
  query SessionRegistrations($id: ID!, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on Session {
        registrations(first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes { id createdAt member { id firstName lastName email username status } }
        }
      }
    }
  }
`);

export const ASSIGNABLE_GROUPS = graphql(`
  query AssignableGroups($search: String) {
    groups(first: 50, filter: { search: $search }) {
      nodes { id name }
    }
  }
`);

export const CREATE_PROGRAM = graphql(`
  mutation CreateProgram($input: CreateProgramInput!) {
    createProgram(input: $input) {
      program { id title }
      errors { code message field suggestion }
    }
  }
`);

export const CREATE_SESSION = graphql(`
  mutation CreateSession($input: CreateSessionInput!) {
    createSession(input: $input) {
      session { id program { id } }
      errors { code message field suggestion }
    }
  }
`);

export const ASSIGN_GROUP = graphql(`
  mutation AssignGroupToSession($input: AssignGroupToSessionInput!) {
    assignGroupToSession(input: $input) {
      plan {
        hash
        counts { total refused unchanged }
        warnings { code message field }
        mails { kind count dueAt language session { id name program { id title } } }
      }
      batch { id }
      errors { code message field suggestion }
    }
  }
`);
