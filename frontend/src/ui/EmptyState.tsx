// What a list shows while it has nothing: why, and the next step.
import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";
import { Icon, type IconName } from "./icons";

/** An empty list's place-holder; `action` is the way out of it. */
export function EmptyState(props: { icon: IconName; title: string; text?: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.state}>
      <span className={classes.mark}>
        <Icon name={props.icon} size={26} />
      </span>
      <strong>{props.title}</strong>
      {props.text === undefined ? null : <div className={classes.text}>{props.text}</div>}
      {props.action === undefined ? null : <div className={classes.action}>{props.action}</div>}
    </div>
  );
}
