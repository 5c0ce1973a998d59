// Says that something is about to happen and lets it be taken back while the seconds run.
import { Button, Group, Paper, Progress, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Icon } from "./icons";

interface UndoBarProps {
  text: string;
  /** How long it can be taken back, in seconds. */
  seconds: number;
  busy: boolean;
  onUndo: () => void;
  onOver: () => void;
}

/** A countdown with Undo; `onOver` is called once when the time has passed. */
export function UndoBar({ text, seconds, busy, onUndo, onOver }: UndoBarProps) {
  const t = useTranslations("undo");
  const left = useCountdown(seconds, onOver);
  return (
    <Paper withBorder p="md" role="status">
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>{text}</Text>
          <Text size="sm" c="dimmed" aria-hidden="true">
            {t("left", { seconds: left })}
          </Text>
        </div>
        <Button variant="default" autoFocus loading={busy} onClick={onUndo} leftSection={<Icon name="undo" />}>
          {t("undo")}
        </Button>
      </Group>
      <Progress value={(left / seconds) * 100} size="xs" mt="sm" transitionDuration={1000} aria-hidden="true" />
    </Paper>
  );
}

function useCountdown(seconds: number, onOver: () => void): number {
  const [end] = useState(() => performance.now() + seconds * 1000);
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    // The clock is read anew at each tick: a sleeping phone skips ticks, not time.
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((end - performance.now()) / 1000))), 250);
    return () => clearInterval(timer);
  }, [end]);
  useEffect(() => {
    if (left === 0) onOver();
  }, [left, onOver]);
  return left;
}
