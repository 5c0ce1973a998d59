// Lets people who are members already join a group, or gives those in it another role there.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useClient } from "urql";
import type { VariablesOf } from "~/graphql/tada";
import { ADD_GROUP_MEMBERS, type Pickable } from "./documents";
import { IntakeDialog } from "./IntakeDialog";
import { MemberPicker } from "./MemberPicker";
import { useIntake } from "./useIntake";

export type GroupRole = NonNullable<VariablesOf<typeof ADD_GROUP_MEMBERS>["input"]["groupRole"]>;

interface AddGroupMembersProps {
  groupId: string;
  role: GroupRole;
  opened: boolean;
  onClose: () => void;
}

/** The dialog: search, tick, see what follows. */
export function AddGroupMembers({ groupId, role, opened, onClose }: AddGroupMembersProps) {
  const t = useTranslations("grants");
  const client = useClient();
  const [chosen, setChosen] = useState<Pickable[]>([]);
  const memberIds = chosen.map((member) => member.id);
  const intake = useIntake(memberIds.join(), (terms) =>
    client.mutation(ADD_GROUP_MEMBERS, { input: { groupId, groupRole: role, memberIds, ...terms } }).toPromise(),
  );
  const close = () => {
    setChosen([]);
    onClose();
  };
  const isIn = (member: Pickable) => role === "LEARNER" && member.memberships.some((place) => place.group?.id === groupId);
  return (
    <IntakeDialog title={t(`addExisting.${role}`)} action={t("add", { count: memberIds.length })} help={t("addExistingHelp")} opened={opened} intake={intake} onClose={close}>
      <MemberPicker value={chosen} isIn={isIn} onChange={setChosen} />
    </IntakeDialog>
  );
}
