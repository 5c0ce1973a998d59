// Frames a page: its title as the first thing that is read, what it is for, and its main action.
import { Box, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Page.module.css";
import { useTitle } from "./useTitle";

interface PageProps {
  title: string;
  /** Replaces the plain title where a badge or an id stands beside it. */
  heading?: ReactNode;
  lead?: ReactNode;
  back?: ReactNode;
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}

/** One page of the app; the focus begins at its title. */
export function Page({ title, heading, lead, back, actions, narrow, children }: PageProps) {
  const ref = useTitle(title);
  return (
    <Box className={classes.page} data-narrow={narrow || undefined}>
      {back}
      <Group justify="space-between" align="flex-start" gap="md" mb="xl" className={classes.head}>
        <Stack gap={6} className={classes.words}>
          <h1 ref={ref} tabIndex={-1}>
            {heading ?? title}
          </h1>
          {lead === undefined ? null : (
            <Text c="dimmed" maw="65ch" component="div">
              {lead}
            </Text>
          )}
        </Stack>
        {actions}
      </Group>
      {children}
    </Box>
  );
}
