// Types a document from the schema like `graphql`, but leaves it the text that is sent: small pages need no parser.
import type { graphql } from "./tada";

export const graphqlText = ((document: string) => document) as unknown as typeof graphql;
