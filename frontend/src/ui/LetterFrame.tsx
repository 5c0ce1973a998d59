// A letter as it looks in a mail reader, in a frame that can do nothing but show itself.
import classes from "./LetterFrame.module.css";

interface LetterFrameProps {
  kind: string;
  language: string;
  /** Words to try; left out, it is shown as it stands. */
  wording?: Record<string, string>;
  title: string;
}

/** The server's page of the letter, to somebody made up; only for those who manage the workspace. */
export function LetterFrame({ kind, language, wording, title }: LetterFrameProps) {
  const address = `/letters/${kind.toLowerCase()}.html?${new URLSearchParams({ language, ...wording })}`;
  // A frame that is led elsewhere adds a step to the browser's history; a new one doesn't.
  return <iframe key={address} className={classes.frame} src={address} title={title} sandbox="" />;
}
