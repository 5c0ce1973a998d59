// Who is registered in a session, by which reasons, and what became or becomes of their program invitation.
import { Button, Group, Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import type { ResultOf } from "~/graphql/tada";
import { displayName } from "~/lib/names";
import { usePages } from "~/lib/usePages";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { PersonLink } from "~/ui/PersonLink";
import { SelectionBar, type Selection, ticked, useSelection } from "~/ui/Selection";
import { StatusBadge } from "~/ui/StatusBadge";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { SESSION_REGISTRATIONS } from "./documents";

type RegistrationsNode = Extract<NonNullable<ResultOf<typeof SESSION_REGISTRATIONS>["node"]>, { __typename: "Session" }>;
type Registration = RegistrationsNode["registrations"]["nodes"][number];
export type Learner = NonNullable<Registration["member"]>;

const NOBODY = { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } };

function registrationsOf(data: ResultOf<typeof SESSION_REGISTRATIONS>) {
  return data.node?.__typename === "Session" ? data.node.registrations : NOBODY;
}

interface RegistrationsProps {
  sessionId: string;
  canTakeOut: boolean;
  onTakeOut: (people: Learner[], onDone: () => void) => void;
}

/** The list, with boxes to tick where people may be taken out. */
export function Registrations({ sessionId, canTakeOut, onTakeOut }: RegistrationsProps) {
  const t = useTranslations("sessions");
  const pages = usePages(SESSION_REGISTRATIONS, { id: sessionId }, registrationsOf);
  const selection = useSelection<Registration>();
  const people = [...selection.rows.values()].flatMap(({ member }) => (member ? [member] : []));
  return (
    <>
      <VirtualTable
        label={t("registered")}
        columns={useColumns(canTakeOut ? selection : null)}
        pages={pages}
        rowKey={(row) => row.id}
        empty={<EmptyState drawing={PATHS.members} title={t("nobody")} text={t("nobodyText")} />}
      />
      <SelectionBar count={canTakeOut ? people.length : 0} onClear={selection.clear}>
        <Button variant="default" size="sm" onClick={() => onTakeOut(people, selection.clear)}>
          {t("takeOut")}
        </Button>
      </SelectionBar>
    </>
  );
}

function useColumns(selection: Selection<Registration> | null): Column<Registration>[] {
  const t = useTranslations("sessions");
  const person: Column<Registration> = { name: t("person"), width: "minmax(0, 2.2fr)", cell: ({ member }) => (member ? <PersonLink person={member} /> : null) };
  return [
    selection === null ? person : ticked(person, selection, ({ member }) => t("tick", { name: member ? displayName(member) : "" })),
    { name: t("status"), width: "minmax(0, 0.8fr)", cell: ({ member }) => (member ? <StatusBadge of="member" status={member.status} /> : null) },
    { name: t("why"), width: "minmax(0, 1.4fr)", labelled: true, cell: (row) => <Reasons reasons={row.reasons} /> },
    { name: t("mail"), width: "minmax(0, 1.4fr)", labelled: true, cell: (row) => <InvitationMail mail={row.mail} /> },
  ];
}

function Reasons({ reasons }: { reasons: Registration["reasons"] }) {
  const t = useTranslations("sessions");
  const words = reasons.map(({ kind, group }) => (kind === "DIRECT" ? t("direct") : t("through", { group: group?.name ?? t("aGroup") })));
  return <Text size="sm">{words.join(", ")}</Text>;
}

function InvitationMail({ mail }: { mail: Registration["mail"] }) {
  const t = useTranslations("sessions");
  const format = useFormatter();
  if (mail === null) return <Text size="sm" c="dimmed">{t("noMail")}</Text>;
  const when = mail.sentAt ?? (mail.state === "CANCELLED" ? null : mail.dueAt);
  return (
    <Group gap="xs">
      <StatusBadge of="mail" status={mail.state} />
      {when === null ? null : (
        <Text size="sm" c="dimmed">
          {format.dateTime(new Date(when), { dateStyle: "medium", timeStyle: "short" })}
        </Text>
      )}
    </Group>
  );
}
