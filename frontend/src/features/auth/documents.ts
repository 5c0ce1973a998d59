// What signing in, joining and new passwords ask of the server.
import { graphqlText } from "~/graphql/text";

export const SIGN_IN = graphqlText(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      viewer { permissions leadsGroups }
      mustChangePassword
      workspaces { id name slug logoUrl }
      errors { code message field suggestion value }
    }
  }
`);

export const REQUEST_PASSWORD_RESET = graphqlText(`
  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {
    requestPasswordReset(input: $input) {
      errors { code message field suggestion value }
    }
  }
`);

export const RESET_PASSWORD = graphqlText(`
  mutation ResetPassword($input: ResetPasswordInput!) {
    resetPassword(input: $input) {
      viewer { permissions leadsGroups }
      errors { code message field suggestion value }
    }
  }
`);

export const INVITATION_BY_TOKEN = graphqlText(`
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

export const ACCEPT_INVITATION = graphqlText(`
  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      viewer { permissions leadsGroups }
      errors { code message field suggestion value }
    }
  }
`);
