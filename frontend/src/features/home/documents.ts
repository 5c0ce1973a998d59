// What the home page asks of the server.
import { graphql } from "~/graphql/tada";

export const ATTENTION = graphql(`
  query Attention($admin: Boolean!, $imports: Boolean!) {
    brokenInvariants @include(if: $admin) { name number since }
    bounced: members(first: 1, filter: { bounced: true }) { totalCount }
    expired: invitations(first: 1, filter: { state: [EXPIRED] }) { totalCount }
    pending: invitations(first: 1, filter: { state: [PENDING] }) { totalCount }
    waiting: accountImports(first: 5, filter: { state: [DRAFT] }) @include(if: $imports) {
      nodes { id createdAt counts { total } createdBy { id firstName lastName email username } errors { code } }
    }
    sheets: accountImports(first: 5, filter: { hasCredentialsSheet: true }) @include(if: $imports) {
      nodes { id createdAt counts { total } createdBy { id firstName lastName email username } errors { code } }
    }
    sessions(first: 5, filter: { state: [UPCOMING] }) {
      nodes { id name state startsAt endsAt timeZone program { id title } }
    }
  }
`);

export const FIRST_STEPS = graphql(`
  query FirstSteps {
    viewer { workspace { id name timeZone senderName senderAddress } }
    groups(first: 1) { totalCount }
    members(first: 1) { totalCount }
  }
`);
