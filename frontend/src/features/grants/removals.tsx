// Taking people and groups out of groups, sessions and programs: each with the words for it.
import { useTranslations } from "use-intl";
import { displayName, type Named } from "~/lib/names";
import { useSend } from "~/graphql/send";
import { REMOVE_GROUP_MEMBERS, UNASSIGN_FROM_PROGRAM, UNASSIGN_FROM_SESSION, UNREGISTER_LEARNERS } from "./documents";
import { TakeOut } from "./TakeOut";

type Someone = Named & { id: string };

interface PeopleProps {
  people: readonly Someone[];
  onDone: () => void;
  onClose: () => void;
}

function useNames(people: readonly Someone[]) {
  return { names: people.slice(0, 5).map(displayName).join(", "), more: Math.max(people.length - 5, 0) };
}

/** People out of a group. */
export function TakeOutOfGroup({ groupId, people, ...rest }: PeopleProps & { groupId: string }) {
  const t = useTranslations("grants");
  const send = useSend();
  const named = useNames(people);
  const memberIds = people.map((person) => person.id);
  return (
    <TakeOut
      {...rest}
      title={t("takeOutOfGroup", { count: people.length })}
      text={t("takeOutOfGroupText", named)}
      action={t("takeOut")}
      run={() => send(REMOVE_GROUP_MEMBERS, { input: { groupId, memberIds } })}
    />
  );
}

/** People out of a session. */
export function TakeOutOfSession({ sessionId, people, ...rest }: PeopleProps & { sessionId: string }) {
  const t = useTranslations("grants");
  const send = useSend();
  const named = useNames(people);
  const memberIds = people.map((person) => person.id);
  return (
    <TakeOut
      {...rest}
      title={t("takeOutOfSession", { count: people.length })}
      text={t("takeOutOfSessionText", named)}
      action={t("takeOut")}
      run={() => send(UNREGISTER_LEARNERS, { input: { sessionId, memberIds } })}
    />
  );
}

interface RemovePlaceProps {
  groupId: string;
  place: { session?: { id: string } | null; program?: { id: string } | null };
  /** What it is taken out of. */
  name: string;
  onClose: () => void;
}

/** A group out of a session or a program. */
export function RemovePlace({ groupId, place, name, onClose }: RemovePlaceProps) {
  const t = useTranslations("grants");
  const send = useSend();
  const { session, program } = place;
  const run = () =>
    session ? send(UNASSIGN_FROM_SESSION, { input: { groupId, sessionId: session.id } }) : send(UNASSIGN_FROM_PROGRAM, { input: { groupId, programId: program?.id ?? "" } });
  return <TakeOut title={t("removePlace")} text={t("removePlaceText", { name })} action={t("takeOut")} run={run} onClose={onClose} />;
}
