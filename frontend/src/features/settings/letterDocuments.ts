// What the letters' page asks of the server.
import { graphql, type ResultOf } from "~/graphql/tada";

export const LETTER_FACTS = graphql(`
  fragment LetterFacts on Letter {
    letter
    language
    isOwn
    placeholders
    updatedAt
    updatedBy { id firstName lastName email username }
    wording { subject title body button }
    houseWording { subject title body button }
  }
`);

export const LETTERS = graphql(
  `
    query Letters($language: String!) {
      letters(language: $language) { ...LetterFacts }
    }
  `,
  [LETTER_FACTS],
);

export const PREVIEW_LETTER = graphql(`
  query PreviewLetter($letter: MailKind!, $language: String!, $wording: LetterWordingInput) {
    letterPreview(letter: $letter, language: $language, wording: $wording) {
      subject
      text
      errors { code message field suggestion value }
    }
  }
`);

export const UPDATE_LETTER = graphql(
  `
    mutation UpdateLetter($input: UpdateLetterInput!) {
      updateLetter(input: $input) {
        letter { ...LetterFacts }
        errors { code message field suggestion value }
      }
    }
  `,
  [LETTER_FACTS],
);

export const RESET_LETTER = graphql(
  `
    mutation ResetLetter($input: ResetLetterInput!) {
      resetLetter(input: $input) {
        letter { ...LetterFacts }
        errors { code message field suggestion value }
      }
    }
  `,
  [LETTER_FACTS],
);

export const SEND_TEST = graphql(`
  mutation SendTestLetter($input: SendTestLetterInput!) {
    sendTestLetter(input: $input) {
      mail { id }
      errors { code message field suggestion value }
    }
  }
`);

/** The texts of a letter that a workspace may choose. */
export const PARTS = ["subject", "title", "body", "button"] as const;
export type Letter = ResultOf<typeof LETTER_FACTS>;
