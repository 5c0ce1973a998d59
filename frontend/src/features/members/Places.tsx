// The groups and sessions of a member.
import { Group, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { TextLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { Rows } from "~/ui/Rows";
import { SessionRow } from "~/ui/SessionRow";
import type { Member } from "./documents";

/** Two lists. */
export function Places({ member }: { member: Member }) {
  const t = useTranslations("members");
  const groupRoles = useTranslations("groupRoles");
  return (
    <>
      <Panel title={t("groups")}>
        <Rows empty={t("noGroups")}>
          {member.memberships.map(({ role, group }) =>
            group ? (
              <Group key={group.id} justify="space-between" gap="xs">
                <TextLink to="/groups/$id" params={{ id: group.id }} fw={600}>
                  {group.name}
                </TextLink>
                <Text size="sm" c="dimmed">
                  {groupRoles(role)}
                </Text>
              </Group>
            ) : null,
          )}
        </Rows>
      </Panel>
      <Panel title={t("sessions")}>
        <Rows empty={t("noSessions")}>
          {member.registrations.nodes.map(({ id, session }) => (session ? <SessionRow key={id} session={session} withProgram /> : null))}
        </Rows>
      </Panel>
    </>
  );
}
