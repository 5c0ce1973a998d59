// A page that has only one thing to say, in its middle.
import type { ReactNode } from "react";
import classes from "./WholePage.module.css";

/** Its children in the middle of the window, as the page's main part. */
export function WholePage({ children }: { children: ReactNode }) {
  return <main className={classes.page}>{children}</main>;
}
