// What the link to a new address asks of the server; apart, since the other small pages need none of it.
import { graphqlText } from "~/graphql/text";

export const CONFIRM_EMAIL_CHANGE = graphqlText(`
  mutation ConfirmEmailChange($input: ConfirmEmailChangeInput!) {
    confirmEmailChange(input: $input) {
      errors { code message field suggestion value }
    }
  }
`);
