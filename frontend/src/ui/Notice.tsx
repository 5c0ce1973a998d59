// A tinted box inside a panel: something to look at, with what can be done about it.
import type { ReactNode } from "react";
import classes from "./Notice.module.css";

/** Its tone tints it; its words must say it all without the colour. */
export function Notice({ tone, children }: { tone: "amber" | "red" | "brand" | "green"; children: ReactNode }) {
  return (
    <div className={classes.notice} data-tone={tone}>
      {children}
    </div>
  );
}
