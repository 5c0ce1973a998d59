// What a list shows while it has nothing: why, and the next step.
import { Stack, Text, ThemeIcon } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons";

/** An empty list's place-holder; `action` is the way out of it. */
export function EmptyState(props: { icon: IconName; title: string; text?: ReactNode; action?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" py={48} px="md" ta="center">
      <ThemeIcon variant="light" size={52} radius="xl" mb={4}>
        <Icon name={props.icon} size={26} />
      </ThemeIcon>
      <Text fw={600}>{props.title}</Text>
      {props.text === undefined ? null : (
        <Text c="dimmed" maw="46ch" component="div">
          {props.text}
        </Text>
      )}
      {props.action === undefined ? null : <div style={{ marginTop: 12 }}>{props.action}</div>}
    </Stack>
  );
}
