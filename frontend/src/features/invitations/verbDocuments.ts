// What can be done with invitations after they were made.
import { graphql, type ResultOf } from "~/graphql/tada";

const DONE = graphql(`
  fragment DoneWithInvitations on InvitationsPayload {
    invitations { id state expiresAt mail { id state dueAt sentAt } }
    mailsWithdrawn
    mailsAlreadyOut
    errors { code message field row }
  }
`);

export const RESEND = graphql(
  `
    mutation ResendInvitations($input: ResendInvitationsInput!) {
      done: resendInvitations(input: $input) { ...DoneWithInvitations }
    }
  `,
  [DONE],
);

export const REVOKE = graphql(
  `
    mutation RevokeInvitations($input: RevokeInvitationsInput!) {
      done: revokeInvitations(input: $input) { ...DoneWithInvitations }
    }
  `,
  [DONE],
);

export const EXTEND = graphql(
  `
    mutation ExtendInvitations($input: ExtendInvitationsInput!) {
      done: extendInvitations(input: $input) { ...DoneWithInvitations }
    }
  `,
  [DONE],
);

export const INVITATION_LINK = graphql(`
  mutation InvitationLink($input: InvitationLinkInput!) {
    invitationLink(input: $input) {
      url
      errors { code message field suggestion value }
    }
  }
`);

export const UPDATE_INVITATION = graphql(`
  mutation UpdateInvitation($input: UpdateInvitationInput!) {
    updateInvitation(input: $input) {
      invitation { id email role }
      errors { code message field suggestion value }
    }
  }
`);

export type Done = ResultOf<typeof DONE>;
