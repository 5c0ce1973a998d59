// What a learner's pages ask of the server.
import { graphql } from "~/graphql/tada";

export const MY_PROGRAMS = graphql(`
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

export const CHANGE_PASSWORD = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      errors { code message field suggestion }
    }
  }
`);

export const SIGN_OUT = graphql(`
  mutation LearnerSignOut {
    signOut { errors { code message } }
  }
`);
