// What a first password of one's own asks of the server; apart, since the other small pages need none of it.
import { graphqlText } from "~/graphql/text";

export const CHOOSE_PASSWORD = graphqlText(`
  mutation ChoosePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      errors { code message field suggestion value }
    }
  }
`);

/** For after `changePassword`, whose answer does not tell. */
export const WHO_CAME_IN = graphqlText(`
  query WhoCameIn {
    viewer { permissions leadsGroups }
  }
`);

export const SIGN_IN_WITH_CODE = graphqlText(`
  mutation SignInWithCode($input: SignInWithCodeInput!) {
    signInWithCode(input: $input) {
      viewer { permissions leadsGroups }
      errors { code message field suggestion value }
    }
  }
`);
