// What the accounts room asks of the server.
import { graphql, type ResultOf, type VariablesOf } from "~/graphql/tada";

export const ACCOUNT_PLAN = graphql(`
  fragment AccountPlan on IntakePlan {
    hash
    rows(first: 1) {
      nodes {
        position
        email
        outcome
        member { id firstName lastName email username status }
        changes { field before after }
        errors { code message field suggestion value }
      }
    }
    warnings { code message field suggestion value }
    mails { kind count dueAt language session { id name program { id title } } }
  }
`);

export const SET_ACCOUNT = graphql(
  `
    mutation SetAccount($input: SetAccountInput!) {
      setAccount(input: $input) {
        plan { ...AccountPlan }
        batch { id }
        errors { code message field row suggestion value }
      }
    }
  `,
  [ACCOUNT_PLAN],
);

export const UNDO_ACCOUNT = graphql(`
  mutation UndoAccount($input: UndoBatchInput!) {
    undoBatch(input: $input) {
      batch { id undoneAt }
      remaining { code message field value }
      errors { code message field }
    }
  }
`);

export const GROUPS_TO_JOIN = graphql(`
  query GroupsToJoin($search: String) {
    groups(first: 50, filter: { search: $search }) {
      nodes { id name }
    }
  }
`);

export const GROUP_IDS = graphql(`
  query GroupIds($first: Int!, $after: String, $filter: GroupFilter) {
    groups(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id name externalId }
    }
  }
`);

export type AccountInput = VariablesOf<typeof SET_ACCOUNT>["input"];
export type AccountPlan = ResultOf<typeof ACCOUNT_PLAN>;
export type Credentials = NonNullable<AccountInput["credentials"]>;
export type Role = NonNullable<AccountInput["role"]>;
