// Who belongs to a group, by what they are in it; the pencil turns the list into one that can be changed.
import { ActionIcon, Button, Group as Row, SegmentedControl, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { ResultOf } from "~/graphql/tada";
import { displayName } from "~/lib/names";
import { usePages } from "~/lib/usePages";
import { useCan } from "~/session/permissions";
import { EmptyState } from "~/ui/EmptyState";
import { Icon, PATHS } from "~/ui/icons";
import { ButtonLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { PersonLink } from "~/ui/PersonLink";
import { SelectionBar, ticked, useSelection } from "~/ui/Selection";
import { StatusBadge } from "~/ui/StatusBadge";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { type Group, GROUP_MEMBERS } from "./documents";
import classes from "./groups.module.css";
import type { GroupViewProps } from "./GroupView";

export const GROUP_ROLES = ["LEARNER", "COACH", "MANAGER"] as const;
export type GroupRole = (typeof GROUP_ROLES)[number];

type MembersNode = Extract<NonNullable<ResultOf<typeof GROUP_MEMBERS>["node"]>, { __typename: "Group" }>;
export type Person = MembersNode["members"]["nodes"][number];

const NOBODY = { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } };

function membersOf(data: ResultOf<typeof GROUP_MEMBERS>) {
  return data.node?.__typename === "Group" ? data.node.members : NOBODY;
}

/** Learners, coaches or managers, as the address says. */
export function GroupMembers({ group, search, onSearch, ...verbs }: { group: Group } & GroupViewProps) {
  const t = useTranslations("groups");
  const role = GROUP_ROLES.find((known) => known === search.role) ?? "LEARNER";
  const editing = search.edit === true && group.canManage && group.archivedAt === null;
  const can = useCan();
  // Who manages a group is for administrators to decide.
  const mayName = (one: GroupRole) => one !== "MANAGER" || can("MANAGE_MEMBERS");
  const pages = usePages(GROUP_MEMBERS, { id: group.id, role }, membersOf);
  const selection = useSelection<Person>();
  const people = [...selection.rows.values()];
  const show = (next: { role?: string; edit?: boolean }) => {
    selection.clear();
    onSearch(next);
  };
  const adding = mayName(role) ? <Adding group={group} role={role} onAdd={verbs.onAddMembers} /> : null;
  return (
    <Panel flush>
      <Row justify="space-between" wrap="nowrap" className={classes.bar}>
        <RoleChoice group={group} role={role} onChange={(next) => show({ role: next, ...(editing ? { edit: true } : {}) })} />
        {group.canManage && group.archivedAt === null ? (
          <ActionIcon variant={editing ? "light" : "default"} size="lg" aria-pressed={editing} aria-label={t(`edit.${role}`)} onClick={() => show({ role, ...(editing ? {} : { edit: true }) })}>
            <Icon name="pencil" />
          </ActionIcon>
        ) : null}
      </Row>
      {editing && adding ? <Row className={classes.adding}>{adding}</Row> : null}
      <VirtualTable
        key={role}
        label={t(`people.${role}`)}
        columns={useColumns(editing ? selection : null)}
        pages={pages}
        rowKey={(row) => row.id}
        empty={<EmptyState drawing={PATHS.members} title={t(`nobody.${role}`)} text={t("noMembersText")} action={!editing && group.canManage && group.archivedAt === null && adding ? <Row justify="center">{adding}</Row> : undefined} />}
      />
      <SelectionBar count={editing ? people.length : 0} onClear={selection.clear}>
        {GROUP_ROLES.filter((other) => other !== role && mayName(other)).map((other) => (
          <Button key={other} variant="default" size="sm" onClick={() => verbs.onSetRole(other, people, selection.clear)}>
            {t(`make.${other}`)}
          </Button>
        ))}
        <Button variant="default" size="sm" onClick={() => verbs.onTakeOut(people, selection.clear)}>
          {t("takeOut")}
        </Button>
      </SelectionBar>
    </Panel>
  );
}

function Adding({ group, role, onAdd }: { group: Group; role: GroupRole; onAdd: (role: GroupRole) => void }) {
  const t = useTranslations("groups");
  return (
    <>
      <Button onClick={() => onAdd(role)} leftSection={<Icon name="search" />}>
        {t("addExisting")}
      </Button>
      <ButtonLink to="/groups/$id/emails" params={{ id: group.id }} search={role === "LEARNER" ? {} : { role }} variant="default" leftSection={<Icon name="mail" />}>
        {t("addEmails")}
      </ButtonLink>
    </>
  );
}

function RoleChoice({ group, role, onChange }: { group: Group; role: GroupRole; onChange: (role: GroupRole) => void }) {
  const t = useTranslations("groups");
  const counts = { LEARNER: group.learnerCount, COACH: group.coaches.totalCount, MANAGER: group.managers.totalCount };
  return (
    <SegmentedControl
      aria-label={t("members")}
      classNames={{ root: classes.roles ?? "", label: classes.role ?? "" }}
      value={role}
      data={GROUP_ROLES.map((value) => ({ value, label: t("peopleCount", { people: t(`people.${value}`), count: counts[value] }) }))}
      onChange={(value) => onChange(value as GroupRole)}
    />
  );
}

function useColumns(selection: ReturnType<typeof useSelection<Person>> | null): Column<Person>[] {
  const t = useTranslations("groups");
  const person: Column<Person> = { name: t("person"), width: "minmax(0, 2.4fr)", cell: (member) => <PersonLink person={member} /> };
  return [
    selection === null ? person : ticked(person, selection, (row) => t("tick", { name: displayName(row) })),
    { name: t("status"), width: "minmax(0, 1fr)", cell: (member) => <StatusBadge of="member" status={member.status} /> },
    {
      name: t("mail"),
      width: "minmax(0, 1fr)",
      cell: ({ status, invitation }) => (status === "INVITED" && invitation?.mail ? <StatusBadge of="mail" status={invitation.mail.state} /> : <Text size="sm" />),
    },
  ];
}
