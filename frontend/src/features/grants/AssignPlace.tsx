// Puts one group into a program, with all its sessions, or into one session alone.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useClient, useQuery } from "urql";
import type { ResultOf } from "~/graphql/tada";
import { refusalOf } from "~/graphql/refusals";
import { Refused } from "~/ui/Refused";
import { ASSIGN_TO_PROGRAM, ASSIGN_TO_SESSION, PICK_PROGRAMS } from "./documents";
import { IntakeDialog } from "./IntakeDialog";
import { SearchSelect } from "./SearchSelect";
import { useIntake } from "./useIntake";

type Program = ResultOf<typeof PICK_PROGRAMS>["programs"]["nodes"][number];

/** The dialog behind the + of a group's programs. */
export function AssignPlace({ groupId, opened, onClose }: { groupId: string; opened: boolean; onClose: () => void }) {
  const t = useTranslations("grants");
  const client = useClient();
  const [place, setPlace] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const [{ data, error }, again] = useQuery({ query: PICK_PROGRAMS, variables: { search: search || null } });
  const choices = useChoices(data?.programs.nodes ?? []);
  const intake = useIntake(place ?? "", (terms) => {
    const id = place ?? "";
    return id.startsWith("ses_")
      ? client.mutation(ASSIGN_TO_SESSION, { input: { sessionId: id, groupId, ...terms } }).toPromise()
      : client.mutation(ASSIGN_TO_PROGRAM, { input: { programId: id, groupId, ...terms } }).toPromise();
  });
  const close = () => {
    setPlace(null);
    onClose();
  };
  return (
    <IntakeDialog title={t("addProgram")} action={t("assignProgram")} help={t("addProgramHelp")} opened={opened} intake={intake} onClose={close}>
      {error ? <Refused refusal={refusalOf(error)} onRetry={() => again({ requestPolicy: "network-only" })} /> : null}
      <SearchSelect label={t("whichProgram")} data={choices} value={place} nothing={t("noSuchProgram")} onChange={setPlace} onSearch={setSearch} />
    </IntakeDialog>
  );
}

/** Each program that is one's own to manage, and under it the sessions that have not ended. */
function useChoices(programs: readonly Program[]) {
  const t = useTranslations("grants");
  return programs
    .filter((program) => program.canManage)
    .map((program) => ({
      group: program.title,
      items: [
        { value: program.id, label: t("wholeProgram", { title: program.title }) },
        ...program.sessions.nodes
          .filter(({ state }) => state === "ONGOING" || state === "UPCOMING")
          .map((session) => ({ value: session.id, label: `${program.title} · ${session.name}` })),
      ],
    }));
}
