// Registers people who are members already in a session: tick them by search.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useClient } from "urql";
import { type Pickable, REGISTER_LEARNERS } from "./documents";
import { IntakeDialog } from "./IntakeDialog";
import { MemberPicker } from "./MemberPicker";
import { useIntake } from "./useIntake";

const nobodyIsIn = () => false;

/** The dialog behind + Learner. */
export function RegisterLearners({ sessionId, opened, onClose }: { sessionId: string; opened: boolean; onClose: () => void }) {
  const t = useTranslations("grants");
  const client = useClient();
  const [chosen, setChosen] = useState<Pickable[]>([]);
  const memberIds = chosen.map((member) => member.id);
  const intake = useIntake(memberIds.join(), (terms) =>
    client.mutation(REGISTER_LEARNERS, { input: { sessionId, memberIds, ...terms } }).toPromise(),
  );
  const close = () => {
    setChosen([]);
    onClose();
  };
  return (
    <IntakeDialog title={t("register")} action={t("registerAction", { count: memberIds.length })} help={t("registerHelp")} opened={opened} intake={intake} onClose={close}>
      <MemberPicker value={chosen} isIn={nobodyIsIn} onChange={setChosen} />
    </IntakeDialog>
  );
}
