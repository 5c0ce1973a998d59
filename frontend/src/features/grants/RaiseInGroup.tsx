// Gives people who are in a group already a higher role there.
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useClient } from "urql";
import { displayName, type Named } from "~/lib/names";
import type { GroupRole } from "./AddGroupMembers";
import { ADD_GROUP_MEMBERS } from "./documents";
import { IntakeDialog } from "./IntakeDialog";
import { useIntake } from "./useIntake";

/** The dialog for these people. */
export function RaiseInGroup({ groupId, role, people, onClose }: { groupId: string; role: GroupRole; people: readonly (Named & { id: string })[]; onClose: () => void }) {
  const t = useTranslations("grants");
  const client = useClient();
  const memberIds = people.map((person) => person.id);
  const intake = useIntake(memberIds.join(), (terms) =>
    client.mutation(ADD_GROUP_MEMBERS, { input: { groupId, groupRole: role, memberIds, ...terms } }).toPromise(),
  );
  return (
    <IntakeDialog title={t(`raise.${role as "COACH"}`)} action={t("raiseAction")} help="" opened intake={intake} onClose={onClose}>
      <Text>{t("raiseText", { names: people.slice(0, 5).map(displayName).join(", "), more: Math.max(people.length - 5, 0) })}</Text>
    </IntakeDialog>
  );
}
