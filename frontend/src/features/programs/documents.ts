// What the programs room asks of the server.
import { graphql, type ResultOf } from "~/graphql/tada";

export const PROGRAMS = graphql(`
  query Programs($first: Int!, $after: String, $filter: ProgramFilter) {
    programs(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id title summary canManage sessions(first: 100) { nodes { id state } } }
    }
  }
`);

export const PROGRAM_FACTS = graphql(`
  fragment ProgramFacts on Program {
    id
    title
    summary
    contentUrl
    archivedAt
    canManage
  }
`);

export const PROGRAM = graphql(
  `
    query Program($id: ID!) {
      node(id: $id) {
        __typename
        id
        ...ProgramFacts
        ... on Program {
          sessions(first: 100) {
            totalCount
            pageInfo { hasNextPage endCursor }
            nodes { id name state startsAt endsAt timeZone registrationCount program { id title } }
          }
        }
      }
    }
  `,
  [PROGRAM_FACTS],
);

export const MORE_SESSIONS = graphql(`
  query MoreSessions($id: ID!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on Program {
        sessions(first: 100, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes { id name state startsAt endsAt timeZone registrationCount program { id title } }
        }
      }
    }
  }
`);

export const PROGRAM_GROUPS = graphql(`
  query ProgramGroups($id: ID!) {
    assignments(first: 100, filter: { programId: $id }) {
      totalCount
      nodes { createdAt group { id name memberCount learnerCount } program { id } session { id } }
    }
  }
`);

export const SESSION_FACTS = graphql(`
  fragment SessionFacts on Session {
    id
    name
    state
    startsAt
    endsAt
    timeZone
    canManage
  }
`);

export const SESSION = graphql(
  `
    query Session($id: ID!) {
      node(id: $id) {
        __typename
        id
        ...SessionFacts
        ... on Session {
          program { id title }
          registrationCount
        }
      }
    }
  `,
  [SESSION_FACTS],
);

export const SESSION_GROUPS = graphql(`
  query SessionGroups($id: ID!) {
    assignments(first: 100, filter: { sessionId: $id }) {
      totalCount
      nodes { createdAt group { id name learnerCount } program { id title } session { id } }
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
          nodes {
            id
            createdAt
            member { id firstName lastName email username status }
            reasons { kind group { id name } }
            mail { id state dueAt sentAt reason }
          }
        }
      }
    }
  }
`);

export const CREATE_PROGRAM = graphql(`
  mutation CreateProgram($input: CreateProgramInput!) {
    createProgram(input: $input) {
      program { id title }
      errors { code message field suggestion value }
    }
  }
`);

export const UPDATE_PROGRAM = graphql(
  `
    mutation UpdateProgram($input: UpdateProgramInput!) {
      updateProgram(input: $input) {
        program { id ...ProgramFacts }
        errors { code message field suggestion value }
      }
    }
  `,
  [PROGRAM_FACTS],
);

export const ARCHIVE_PROGRAM = graphql(
  `
    mutation ArchiveProgram($input: ArchiveProgramInput!) {
      archiveProgram(input: $input) {
        program { id ...ProgramFacts }
        errors { code message field suggestion value }
      }
    }
  `,
  [PROGRAM_FACTS],
);

export const CREATE_SESSION = graphql(`
  mutation CreateSession($input: CreateSessionInput!) {
    createSession(input: $input) {
      session { id program { id } }
      errors { code message field suggestion value }
    }
  }
`);

/** What a change of a session brings about. */
export const SESSION_PLAN = graphql(`
  fragment SessionPlan on SessionChangePlan {
    people
    peopleInvited
    peopleTold
    mailsMoved
    mailsOwed
    mailsWithdrawn
    mails { kind count dueAt language session { id name program { id title } } }
    warnings { code message field }
  }
`);

export const PREVIEW_SESSION = graphql(
  `
    mutation PreviewSession($input: UpdateSessionInput!) {
      change: updateSession(input: $input) {
        plan { ...SessionPlan }
        errors { code message field suggestion value }
      }
    }
  `,
  [SESSION_PLAN],
);

export const UPDATE_SESSION = graphql(
  `
    mutation UpdateSession($input: UpdateSessionInput!) {
      change: updateSession(input: $input) {
        session { ...SessionFacts }
        errors { code message field suggestion value }
      }
    }
  `,
  [SESSION_FACTS],
);

export const PREVIEW_CANCELLING = graphql(
  `
    mutation PreviewCancelling($input: CancelSessionInput!) {
      change: cancelSession(input: $input) {
        plan { ...SessionPlan }
        errors { code message field suggestion value }
      }
    }
  `,
  [SESSION_PLAN],
);

export const CANCEL_SESSION = graphql(
  `
    mutation CancelSession($input: CancelSessionInput!) {
      change: cancelSession(input: $input) {
        session { ...SessionFacts }
        errors { code message field suggestion value }
      }
    }
  `,
  [SESSION_FACTS],
);

type NodeOf<Data, Name extends string> = Extract<Data, { __typename: Name }>;
export type Program = NodeOf<NonNullable<ResultOf<typeof PROGRAM>["node"]>, "Program">;
export type Session = NodeOf<NonNullable<ResultOf<typeof SESSION>["node"]>, "Session">;
export type SessionPlan = ResultOf<typeof SESSION_PLAN>;
export type SessionGroup = ResultOf<typeof SESSION_GROUPS>["assignments"]["nodes"][number];
