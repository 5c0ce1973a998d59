// What signing in, joining and new passwords ask of the server.
import { graphql } from "~/graphql/tada";

export const SIGN_IN = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      viewer { permissions }
      workspaces { id name slug logoUrl }
      errors { code message field suggestion }
    }
  }
`);

export const LEAVE = graphql(`
  mutation Leave {
    signOut { errors { code message } }
  }
`);

export const REQUEST_PASSWORD_RESET = graphql(`
  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {
    requestPasswordReset(input: $input) {
      errors { code message field suggestion }
    }
  }
`);

export const RESET_PASSWORD = graphql(`
  mutation ResetPassword($input: ResetPasswordInput!) {
    resetPassword(input: $input) {
      viewer { permissions }
      errors { code message field suggestion }
    }
  }
`);

export const INVITATION_BY_TOKEN = graphql(`
  query InvitationByToken($token: String!) {
    invitationByToken(token: $token) {
      state
      email
      firstName
      lastName
      language
      invitedBy
      workspace { id name language brandColor logoUrl passwordLength }
    }
  }
`);

export const ACCEPT_INVITATION = graphql(`
  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      viewer { permissions }
      errors { code message field suggestion }
    }
  }
`);
