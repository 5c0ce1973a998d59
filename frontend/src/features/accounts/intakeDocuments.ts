// What an intake's own page asks of the server.
import { graphql, type ResultOf } from "~/graphql/tada";
import { IMPORT_ROW } from "./importDocuments";

export const INTAKE = graphql(`
  query Intake($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Batch {
        operation
        createdAt
        undoneAt
        importId
        createdBy { id firstName lastName email username }
        counts { total invite create update addGrants mergeIntoInvitation reactivate unchanged duplicate ignored refused }
      }
    }
  }
`);

export const INTAKE_ROWS = graphql(
  `
    query IntakeRows($id: ID!, $first: Int!, $after: String, $outcome: [IntakeOutcome!]) {
      node(id: $id) {
        __typename
        id
        ... on Batch {
          rows(first: $first, after: $after, outcome: $outcome) {
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

export type IntakeFacts = Extract<ResultOf<typeof INTAKE>["node"], { __typename: "Batch" }>;
