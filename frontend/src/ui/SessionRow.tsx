// One session in a list: when it runs, and whether it does now.
import { Box, Group, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { TextLink } from "./links";
import { usePeriod } from "./period";
import { type Status, StatusBadge } from "./StatusBadge";

export interface SessionSummary {
  id: string;
  name: string;
  state: Status;
  startsAt: string;
  endsAt: string | null;
  program: { id: string; title: string } | null;
}

/** Its name as the way to it, its dates, its state; `count` is how many are registered. */
export function SessionRow({ session, withProgram = false, count }: { session: SessionSummary; withProgram?: boolean; count?: number }) {
  const t = useTranslations("sessions");
  const period = usePeriod();
  const { program } = session;
  const name = withProgram && program ? `${program.title} · ${session.name}` : session.name;
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
      <Box miw={0}>
        {program ? (
          <TextLink to="/training/programs/$id/sessions/$sid" params={{ id: program.id, sid: session.id }} fw={600}>
            {name}
          </TextLink>
        ) : (
          <Text fw={600}>{name}</Text>
        )}
        <Text size="sm" c="dimmed">
          {period(session)}
          {count === undefined ? "" : ` · ${t("registeredCount", { count })}`}
        </Text>
      </Box>
      <StatusBadge of="session" status={session.state} />
    </Group>
  );
}
