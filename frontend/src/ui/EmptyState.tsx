// What a list shows while it has nothing: why, and the next step.
import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";
import { Drawing } from "./drawings";

interface EmptyStateProps {
  /** The path of a line drawing. */
  drawing: string;
  title: string;
  text?: ReactNode;
  /** The way out of it. */
  action?: ReactNode;
  /** Whether it is all that the page says, and so its heading. */
  wholePage?: boolean;
}

/** An empty list's place-holder. */
export function EmptyState(props: EmptyStateProps) {
  const Title = props.wholePage ? "h1" : "strong";
  return (
    <div className={classes.state}>
      <span className={classes.mark}>
        <Drawing path={props.drawing} size={26} />
      </span>
      <Title className={classes.title}>{props.title}</Title>
      {props.text === undefined ? null : <div className={classes.text}>{props.text}</div>}
      {props.action === undefined ? null : <div className={classes.action}>{props.action}</div>}
    </div>
  );
}
