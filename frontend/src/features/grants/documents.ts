// What giving people places in groups and sessions asks of the server, whichever page it is done from.
import { graphql, type ResultOf } from "~/graphql/tada";

export const GRANT_PLAN = graphql(`
  fragment GrantPlan on IntakePlan {
    hash
    counts { total addGrants mergeIntoInvitation reactivate unchanged duplicate refused }
    refused: rows(first: 20, outcome: [REFUSED]) {
      nodes { position input errors { code message field suggestion value } member { id firstName lastName email username } }
    }
    warnings { code message field suggestion value }
    mails { kind count dueAt language session { id name program { id title } } }
  }
`);

export const ADD_GROUP_MEMBERS = graphql(
  `
    mutation AddGroupMembers($input: AddGroupMembersInput!) {
      intake: addGroupMembers(input: $input) {
        plan { ...GrantPlan }
        batch { id }
        errors { code message field row suggestion value }
      }
    }
  `,
  [GRANT_PLAN],
);

export const REGISTER_LEARNERS = graphql(
  `
    mutation RegisterLearners($input: RegisterSessionLearnersInput!) {
      intake: registerSessionLearners(input: $input) {
        plan { ...GrantPlan }
        batch { id }
        errors { code message field row suggestion value }
      }
    }
  `,
  [GRANT_PLAN],
);

export const ASSIGN_TO_SESSION = graphql(
  `
    mutation AssignGroupToSession($input: AssignGroupToSessionInput!) {
      intake: assignGroupToSession(input: $input) {
        plan { ...GrantPlan }
        batch { id }
        errors { code message field row suggestion value }
      }
    }
  `,
  [GRANT_PLAN],
);

export const ASSIGN_TO_PROGRAM = graphql(
  `
    mutation AssignGroupToProgram($input: AssignGroupToProgramInput!) {
      intake: assignGroupToProgram(input: $input) {
        plan { ...GrantPlan }
        batch { id }
        errors { code message field row suggestion value }
      }
    }
  `,
  [GRANT_PLAN],
);

export const UNDO_GRANTS = graphql(`
  mutation UndoGrants($input: UndoBatchInput!) {
    undoBatch(input: $input) {
      batch { id undoneAt }
      remaining { code message field value }
      errors { code message field }
    }
  }
`);

export const REMOVE_GROUP_MEMBERS = graphql(`
  mutation RemoveGroupMembers($input: RemoveGroupMembersInput!) {
    removal: removeGroupMembers(input: $input) {
      people
      registrationsEnded
      mailsWithdrawn
      mailsAlreadyOut
      remaining { code message field }
      skipped { code message field }
      errors { code message field }
    }
  }
`);

export const SET_GROUP_ROLE = graphql(`
  mutation SetGroupRole($input: SetGroupRoleInput!) {
    roleSet: setGroupRole(input: $input) {
      people
      registrationsBegun
      registrationsEnded
      mailsOwed
      mailsWithdrawn
      mailsAlreadyOut
      remaining { code message field }
      skipped { code message field }
      errors { code message field }
    }
  }
`);

export const UNREGISTER_LEARNERS = graphql(`
  mutation UnregisterLearners($input: UnregisterSessionLearnersInput!) {
    removal: unregisterSessionLearners(input: $input) {
      people
      registrationsEnded
      mailsWithdrawn
      mailsAlreadyOut
      remaining { code message field }
      skipped { code message field }
      errors { code message field }
    }
  }
`);

export const UNASSIGN_FROM_SESSION = graphql(`
  mutation UnassignFromSession($input: UnassignGroupFromSessionInput!) {
    removal: unassignGroupFromSession(input: $input) {
      people
      registrationsEnded
      mailsWithdrawn
      mailsAlreadyOut
      remaining { code message field }
      skipped { code message field }
      errors { code message field }
    }
  }
`);

export const UNASSIGN_FROM_PROGRAM = graphql(`
  mutation UnassignFromProgram($input: UnassignGroupFromProgramInput!) {
    removal: unassignGroupFromProgram(input: $input) {
      people
      registrationsEnded
      mailsWithdrawn
      mailsAlreadyOut
      remaining { code message field }
      skipped { code message field }
      errors { code message field }
    }
  }
`);

export const PICK_MEMBERS = graphql(`
  query PickMembers($search: String) {
    members(first: 30, filter: { search: $search, status: [ACTIVE, INVITED] }) {
      totalCount
      nodes { id firstName lastName email username status memberships { group { id } } }
    }
  }
`);

export const PICK_GROUPS = graphql(`
  query PickGroups($search: String) {
    groups(first: 50, filter: { search: $search }) {
      nodes { id name }
    }
  }
`);

export const PICK_PROGRAMS = graphql(`
  query PickPrograms($search: String) {
    programs(first: 50, filter: { search: $search }) {
      nodes { id title canManage sessions(first: 100) { nodes { id name state } } }
    }
  }
`);

export type GrantPlan = ResultOf<typeof GRANT_PLAN>;
export type Removal = ResultOf<typeof REMOVE_GROUP_MEMBERS>["removal"];
export type RoleSet = ResultOf<typeof SET_GROUP_ROLE>["roleSet"];
export type Pickable = ResultOf<typeof PICK_MEMBERS>["members"]["nodes"][number];
