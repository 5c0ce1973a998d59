// What the home page asks of the server.
import { graphql } from "~/graphql/tada";

export const ATTENTION = graphql(`
  query Attention($admin: Boolean!) {
    brokenInvariants @include(if: $admin) { name number since }
    expired: invitations(first: 1, filter: { state: [EXPIRED] }) { totalCount }
    pending: invitations(first: 1, filter: { state: [PENDING] }) { totalCount }
    sessions(first: 5, filter: { state: [UPCOMING] }) {
      nodes { id name state startsAt endsAt timeZone program { id title } }
    }
  }
`);
