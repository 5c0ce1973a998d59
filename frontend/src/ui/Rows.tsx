// A short list with hairlines between its rows.
import { Text } from "@mantine/core";
import { Children, type ReactNode } from "react";
import classes from "./Rows.module.css";

/** Its children as list items; `empty` where there are none. */
export function Rows({ children, empty }: { children: ReactNode; empty: string }) {
  const rows = Children.toArray(children);
  if (rows.length === 0) return <Text c="dimmed">{empty}</Text>;
  return (
    <ul className={classes.rows}>
      {rows.map((row, index) => (
        <li key={(row as { key?: string }).key ?? index}>{row}</li>
      ))}
    </ul>
  );
}
