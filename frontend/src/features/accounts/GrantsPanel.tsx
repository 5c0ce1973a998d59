// What the new account is given: a role, groups, labels, a day on which access ends.
import { Checkbox, NativeSelect, TagsInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { useViewer } from "~/session/SessionProvider";
import { EndOfAccess } from "~/ui/EndOfAccess";
import { GroupSelect } from "~/ui/GroupSelect";
import { type InputError, useFieldErrors } from "~/ui/inputErrors";
import { Panel } from "~/ui/Panel";
import classes from "./accounts.module.css";
import { GROUPS_TO_JOIN, type Role } from "./documents";
import type { AccountDraft } from "./useAccount";

export interface PartProps {
  draft: AccountDraft;
  set: (changes: Partial<AccountDraft>) => void;
  errors: readonly InputError[];
}

/** What one account gets. */
export function GrantsPanel({ draft, set, errors }: PartProps) {
  const t = useTranslations("account");
  const add = useTranslations("add");
  return (
    <Panel title={t("gets")}>
      <div className={classes.fields}>
        <Grants value={draft} set={set} errors={errors} />
        <div className={classes.wide}>
          <Checkbox
            label={t("reactivate")}
            description={add("reactivateHelp")}
            checked={draft.reactivate}
            onChange={(event) => set({ reactivate: event.currentTarget.checked })}
          />
        </div>
      </div>
    </Panel>
  );
}

export interface Granted {
  role: Role;
  groupIds: string[];
  labels: string[];
  deactivatesOn: string | null;
}

/** The fields alone, as one account and a whole import share them. */
export function Grants({ value, set, errors }: { value: Granted; set: (changes: Partial<Granted>) => void; errors: readonly InputError[] }) {
  const t = useTranslations("account");
  const add = useTranslations("add");
  const roles = useTranslations("roles");
  const { grantableRoles } = useViewer();
  const error = useFieldErrors(errors);
  const [search, setSearch] = useState("");
  const [{ data }] = useQuery({ query: GROUPS_TO_JOIN, variables: { search: search || null } });
  return (
    <>
      <NativeSelect
        size="md"
        label={add("role")}
        error={error("role")}
        value={value.role}
        data={grantableRoles.toReversed().map((role) => ({ value: role, label: roles(role) }))}
        onChange={(event) => set({ role: event.currentTarget.value as Role })}
      />
      <EndOfAccess value={value.deactivatesOn} error={error("deactivatesOn")} onChange={(day) => set({ deactivatesOn: day })} />
      <div className={classes.wide}>
        <GroupSelect
          label={add("groups")}
          error={error("groupIds")}
          options={data?.groups.nodes ?? []}
          value={value.groupIds}
          onChange={(groupIds) => set({ groupIds })}
          onSearch={setSearch}
        />
      </div>
      <div className={classes.wide}>
        <TagsInput
          size="md"
          label={t("labels")}
          description={t("labelsHelp")}
          error={error("labels")}
          value={value.labels}
          splitChars={[",", ";", "|"]}
          clearable
          clearButtonProps={{ "aria-label": t("clearLabels") }}
          onChange={(labels) => set({ labels })}
        />
      </div>
    </>
  );
}
