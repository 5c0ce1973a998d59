// What everybody on the list is given: a role, groups, a day on which access ends.
import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { useViewer } from "~/session/SessionProvider";
import { EndOfAccess } from "~/ui/EndOfAccess";
import { type GroupOption, GroupSelect } from "~/ui/GroupSelect";
import { type InputError, useFieldErrors } from "~/ui/inputErrors";
import { Panel } from "~/ui/Panel";
import classes from "./AddByEmail.module.css";
import { GROUP_OPTIONS } from "./documents";
import { ReactivationBox } from "./Reactivation";
import type { Role, useDraft } from "./useDraft";

interface GrantsPanelProps {
  form: ReturnType<typeof useDraft>;
  errors: readonly InputError[];
  /** The group that was chosen from the start, wherever it stands in the list. */
  groupId: string | undefined;
}

/** Role no higher than the server lets this person grant; groups by search; the day with its meaning. */
export function GrantsPanel({ form, errors, groupId }: GrantsPanelProps) {
  const t = useTranslations("add");
  const roles = useTranslations("roles");
  const { grantableRoles } = useViewer();
  const fieldError = useFieldErrors(errors);
  const { draft, set } = form;
  const [search, setSearch] = useState("");
  const options = useGroupOptions(search, groupId);
  return (
    <Panel title={t("grants")} lead={t("grantsHelp")}>
      <div className={classes.fields}>
        <NativeSelect
          size="md"
          label={t("role")}
          error={fieldError("role")}
          value={draft.role}
          data={grantableRoles.toReversed().map((role) => ({ value: role, label: roles(role) }))}
          onChange={(event) => set({ role: event.currentTarget.value as Role })}
        />
        <EndOfAccess value={draft.deactivatesOn} error={fieldError("deactivatesOn")} onChange={(day) => set({ deactivatesOn: day })} />
        <div className={classes.wide}>
          <GroupSelect
            label={t("groups")}
            description={t("groupsHelp")}
            error={fieldError("groupIds")}
            options={options}
            value={draft.groupIds}
            onChange={(groupIds) => set({ groupIds })}
            onSearch={setSearch}
          />
        </div>
        <div className={classes.wide}>
          <ReactivationBox form={form} />
        </div>
      </div>
    </Panel>
  );
}

function useGroupOptions(search: string, groupId: string | undefined): GroupOption[] {
  const variables = { search: search || null, chosen: groupId ?? "", hasChosen: groupId !== undefined };
  const [{ data }] = useQuery({ query: GROUP_OPTIONS, variables });
  const chosen = data?.node?.__typename === "Group" ? [data.node] : [];
  return [...chosen, ...(data?.groups.nodes.filter((group) => group.id !== groupId) ?? [])];
}
