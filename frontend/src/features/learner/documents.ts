// What a learner's pages ask of the server.
import { graphqlText } from "~/graphql/text";

export const MY_PROGRAMS = graphqlText(`
  query MyPrograms {
    viewer {
      member {
        id
        registrations(first: 100) {
          nodes {
            id
            session {
              id
              name
              state
              startsAt
              endsAt
              timeZone
              program { id title summary contentUrl }
            }
          }
        }
      }
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
