// The frame of the small pages: whose platform it is, and one card.
import { Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { LanguageChoice } from "./LanguageChoice";
import { useTitle } from "./useTitle";
import classes from "./Door.module.css";
import { WorkspaceMark } from "./WorkspaceMark";

interface DoorProps {
  title: string;
  lead?: ReactNode;
  workspace?: { name: string; logoUrl?: string | null } | null | undefined;
  children?: ReactNode;
}

/** One card in the middle of the page, under the workspace's name where it is known. */
export function Door({ title, lead, workspace, children }: DoorProps) {
  const ref = useTitle(title);
  return (
    <div className={classes.page}>
      <main className={classes.main}>
        <div className={classes.workspace}>
          <WorkspaceMark name={workspace?.name ?? "Usher"} logoUrl={workspace?.logoUrl ?? null} size={40} />
          <Text fw={650} size="lg" component="span">
            {workspace?.name ?? "Usher"}
          </Text>
        </div>
        <Paper withBorder className={classes.card}>
          <h1 ref={ref} tabIndex={-1} className={classes.title}>
            {title}
          </h1>
          {lead === undefined ? null : (
            <Text c="dimmed" mt={6} component="div">
              {lead}
            </Text>
          )}
          {children === undefined ? null : <div className={classes.body}>{children}</div>}
        </Paper>
      </main>
      <footer className={classes.foot}>
        <LanguageChoice />
      </footer>
    </div>
  );
}
