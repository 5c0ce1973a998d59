// A card of one's profile, and what stands under each of its forms.
import { Button, Paper, Text } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./learner.module.css";

/** A named part of the page. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <Paper withBorder component="section" aria-labelledby={id} className={classes.card}>
      <h2 id={id} className={classes.section}>
        {title}
      </h2>
      {children}
    </Paper>
  );
}

/** The button of a form, and beside it that it was done. */
export function Saved({ action, done, busy }: { action: string; done: string; busy: boolean }) {
  return (
    <div>
      <Button type="submit" loading={busy}>
        {action}
      </Button>
      <Text component="span" role="status" ml="md" size="sm">
        {done}
      </Text>
    </div>
  );
}
