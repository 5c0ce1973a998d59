// What an import of accounts asks of the server.
import { graphql, type ResultOf, type VariablesOf } from "~/graphql/tada";

export const IMPORT_FACTS = graphql(`
  fragment ImportFacts on AccountImport {
    id
    state
    mode
    planHash
    columns
    changedMembers
    hasCredentialsSheet
    createdAt
    finishedAt
    counts { total invite create update addGrants mergeIntoInvitation reactivate unchanged duplicate ignored refused }
    mails { kind count dueAt language session { id name program { id title } } }
    progress { total planned written notCarriedOut passwords hashed }
    warnings { code message field suggestion value }
    errors { code message field suggestion value }
    batch { id undoneAt }
  }
`);

export const IMPORT = graphql(
  `
    query AccountImport($id: ID!) {
      node(id: $id) {
        __typename
        id
        ...ImportFacts
      }
    }
  `,
  [IMPORT_FACTS],
);

export const IMPORT_ROW = graphql(`
  fragment ImportRow on IntakeRow {
    position
    input
    outcome
    member { id firstName lastName email username }
    cells { column text }
    changes { field before after }
    errors { code message field suggestion value }
  }
`);

export const IMPORT_ROWS = graphql(
  `
    query ImportRows($id: ID!, $first: Int!, $after: String, $fromPosition: Int, $outcome: [IntakeOutcome!], $code: String) {
      node(id: $id) {
        __typename
        id
        ... on AccountImport {
          rows(first: $first, after: $after, fromPosition: $fromPosition, outcome: $outcome, code: $code) {
            totalCount
            pageInfo { hasNextPage endCursor }
            nodes { ...ImportRow }
          }
        }
      }
    }
  `,
  [IMPORT_ROW],
);

export const SET_ACCOUNTS = graphql(`
  mutation SetAccounts($input: SetAccountsInput!) {
    setAccounts(input: $input) {
      accountImport { id state }
      errors { code message field row suggestion value }
    }
  }
`);

export const UPDATE_IMPORT_ROWS = graphql(
  `
    mutation UpdateImportRows($input: UpdateImportRowsInput!) {
      updateImportRows(input: $input) {
        accountImport { ...ImportFacts }
        errors { code message field row suggestion value }
      }
    }
  `,
  [IMPORT_FACTS],
);

export const COMMIT_IMPORT = graphql(
  `
    mutation CommitAccountImport($input: CommitAccountImportInput!) {
      commitAccountImport(input: $input) {
        accountImport { ...ImportFacts }
        errors { code message field row suggestion value }
      }
    }
  `,
  [IMPORT_FACTS],
);

export const CANCEL_IMPORT = graphql(
  `
    mutation CancelAccountImport($input: CancelAccountImportInput!) {
      cancelAccountImport(input: $input) {
        accountImport { ...ImportFacts }
        errors { code message field row suggestion value }
      }
    }
  `,
  [IMPORT_FACTS],
);

export type Import = ResultOf<typeof IMPORT_FACTS>;
export type ImportRow = ResultOf<typeof IMPORT_ROW>;
export type Outcome = ImportRow["outcome"];
export type Mode = NonNullable<VariablesOf<typeof SET_ACCOUNTS>["input"]["mode"]>;
export type MendedRow = VariablesOf<typeof UPDATE_IMPORT_ROWS>["input"]["rows"][number];
