// The groups that stand in a whole program, and so in all its sessions.
import { ActionIcon, Button, Group, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { EmptyState } from "~/ui/EmptyState";
import { Icon, PATHS } from "~/ui/icons";
import { TextLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { Waiting } from "~/ui/Waiting";
import { PROGRAM_GROUPS } from "./documents";

interface ProgramGroupsProps {
  programId: string;
  canChange: boolean;
  onAdd: () => void;
  onRemove: (group: { id: string; name: string }) => void;
}

/** The list, with + for one more. */
export function ProgramGroups({ programId, canChange, onAdd, onRemove }: ProgramGroupsProps) {
  const t = useTranslations("programs");
  const [{ data, error }, again] = useQuery({ query: PROGRAM_GROUPS, variables: { id: programId }, requestPolicy: "cache-and-network" });
  const groups = data?.assignments.nodes.flatMap(({ group, program }) => (group && program?.id === programId ? [group] : []));
  const add = canChange ? (
    <Button onClick={onAdd} leftSection={<Icon name="plus" />}>
      {t("addGroup")}
    </Button>
  ) : undefined;
  return (
    <Panel title={t("parts.groups")} lead={t("groupsLead")} actions={groups?.length ? add : undefined}>
      {error && !data ? <Refused refusal={refusalOf(error)} onRetry={() => again()} /> : null}
      {groups === undefined ? (
        <Waiting />
      ) : groups.length === 0 ? (
        <EmptyState drawing={PATHS.groups} title={t("noGroups")} text={t("noGroupsText")} action={add} />
      ) : (
        <Rows empty="">
          {groups.map((group) => (
            <Group key={group.id} justify="space-between" wrap="nowrap">
              <div>
                <TextLink to="/groups/$id" params={{ id: group.id }} fw={600}>
                  {group.name}
                </TextLink>
                <Text size="sm" c="dimmed">
                  {t("learnerCount", { count: group.learnerCount })}
                </Text>
              </div>
              {canChange ? (
                <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("removeGroup", { name: group.name })} onClick={() => onRemove(group)}>
                  <Icon name="close" />
                </ActionIcon>
              ) : null}
            </Group>
          ))}
        </Rows>
      )}
    </Panel>
  );
}
