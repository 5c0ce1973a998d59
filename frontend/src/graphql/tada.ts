// Types every document of the app from the schema that both halves share.
import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./schema";

export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { DateTime: string; Date: string };
}>();

export type { ResultOf, VariablesOf } from "gql.tada";
