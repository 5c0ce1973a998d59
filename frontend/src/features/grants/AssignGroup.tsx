// Puts a group into a session or into a program: its learners of today and tomorrow are registered and invited.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useClient, useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { Refused } from "~/ui/Refused";
import { ASSIGN_TO_PROGRAM, ASSIGN_TO_SESSION, PICK_GROUPS } from "./documents";
import { IntakeDialog } from "./IntakeDialog";
import { SearchSelect } from "./SearchSelect";
import { useIntake } from "./useIntake";

export type Place = { sessionId: string } | { programId: string };

/** The dialog behind + Group, of a session's page or a program's. */
export function AssignGroup({ place, opened, onClose }: { place: Place; opened: boolean; onClose: () => void }) {
  const t = useTranslations("grants");
  const client = useClient();
  const [groupId, setGroupId] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const [{ data, error }, again] = useQuery({ query: PICK_GROUPS, variables: { search: search || null } });
  const intake = useIntake(groupId ?? "", (terms) => {
    const input = { groupId: groupId ?? "", ...terms };
    return "sessionId" in place
      ? client.mutation(ASSIGN_TO_SESSION, { input: { ...place, ...input } }).toPromise()
      : client.mutation(ASSIGN_TO_PROGRAM, { input: { ...place, ...input } }).toPromise();
  });
  const close = () => {
    setGroupId(null);
    onClose();
  };
  return (
    <IntakeDialog title={t("addGroup")} action={t("assign")} help={t(`assignHelp.${"sessionId" in place ? "session" : "program"}`)} opened={opened} intake={intake} onClose={close}>
      {error ? <Refused refusal={refusalOf(error)} onRetry={() => again({ requestPolicy: "network-only" })} /> : null}
      <SearchSelect label={t("whichGroup")} data={(data?.groups.nodes ?? []).map((group) => ({ value: group.id, label: group.name }))} value={groupId} nothing={t("noSuchGroup")} onChange={setGroupId} onSearch={setSearch} />
    </IntakeDialog>
  );
}
