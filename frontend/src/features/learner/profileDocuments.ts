// What one's own profile changes; apart, since most come for their programs.
import { graphqlText } from "~/graphql/text";

export const UPDATE_PROFILE = graphqlText(`
  mutation UpdateProfile($input: UpdateProfileInput!) {
    updateProfile(input: $input) {
      errors { code message field suggestion value }
    }
  }
`);

export const REQUEST_EMAIL_CHANGE = graphqlText(`
  mutation RequestEmailChange($input: RequestEmailChangeInput!) {
    requestEmailChange(input: $input) {
      errors { code message field suggestion value }
    }
  }
`);

export const CHANGE_PASSWORD = graphqlText(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      errors { code message field suggestion value }
    }
  }
`);
