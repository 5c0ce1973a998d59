// A titled card: one subject of a page.
import { Group, Paper, Text } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./Panel.module.css";

interface PanelProps {
  title?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  /** Lets lists reach the edges of the card. */
  flush?: boolean;
  /** Stays in view while the body scrolls, where the card's height is bounded. */
  footer?: ReactNode;
  children: ReactNode;
}

/** A section of a page with its own heading. */
export function Panel({ title, lead, actions, flush, footer, children }: PanelProps) {
  const id = useId();
  return (
    <Paper component="section" withBorder className={classes.panel} aria-labelledby={title ? id : undefined}>
      {title === undefined ? null : (
        <Group justify="space-between" gap="sm" className={classes.head}>
          <div>
            <h2 id={id}>{title}</h2>
            {lead === undefined ? null : (
              <Text c="dimmed" size="sm" mt={2} component="div">
                {lead}
              </Text>
            )}
          </div>
          {actions}
        </Group>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
      {footer === undefined || footer === null ? null : <div className={classes.foot}>{footer}</div>}
    </Paper>
  );
}
