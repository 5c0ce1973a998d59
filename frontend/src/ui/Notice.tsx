// A tinted box: something to look at, with what can be done about it.
import type { ReactNode, Ref } from "react";
import classes from "./Notice.module.css";

interface NoticeProps {
  tone: "amber" | "red" | "brand" | "green";
  role?: "alert" | "status";
  /** Lets the focus move to it. */
  ref?: Ref<HTMLDivElement>;
  children: ReactNode;
}

/** Its tone tints it; its words must say it all without the colour. */
export function Notice({ tone, role, ref, children }: NoticeProps) {
  return (
    <div ref={ref} className={classes.notice} data-tone={tone} role={role} {...(ref ? { tabIndex: -1 } : {})}>
      {children}
    </div>
  );
}
