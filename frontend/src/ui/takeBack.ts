// What taking an intake back would do, and doing it.
import { graphql, type ResultOf } from "~/graphql/tada";

export const UNDO_INTAKE = graphql(`
  mutation UndoIntake($input: UndoBatchInput!) {
    undoBatch(input: $input) {
      batch { id undoneAt }
      mailsWithdrawn
      invitationsRevoked
      grantsRemoved
      remaining { code message field value }
      errors { code message field }
    }
  }
`);

export type Undone = ResultOf<typeof UNDO_INTAKE>["undoBatch"];
