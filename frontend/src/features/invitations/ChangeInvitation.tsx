// Changes an invitation before it is accepted: its address, role, groups, end of access, language.
import { NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { LANGUAGE_NAMES, LANGUAGES } from "~/i18n/languages";
import { useViewer } from "~/session/SessionProvider";
import { EndOfAccess } from "~/ui/EndOfAccess";
import { FormDialog } from "~/ui/FormDialog";
import { GroupSelect } from "~/ui/GroupSelect";
import { useFieldErrors } from "~/ui/inputErrors";
import { useEdits } from "~/ui/useEdits";
import { useSubmit } from "~/ui/useSubmit";
import { GROUP_OPTIONS } from "./documents";
import type { Invited } from "./invited";
import type { Role } from "./useDraft";
import { UPDATE_INVITATION } from "./verbDocuments";

const FIELDS = ["email", "role", "groupIds", "deactivatesOn", "language"];

/** The dialog, for as long as it is drawn. */
export function ChangeInvitation({ invited, onClose }: { invited: Invited; onClose: () => void }) {
  const t = useTranslations("invitationVerbs");
  const add = useTranslations("add");
  const roles = useTranslations("roles");
  const { grantableRoles } = useViewer();
  const { submit, busy, errors, refusal } = useSubmit(UPDATE_INVITATION);
  const error = useFieldErrors(errors);
  const { invitation, member } = invited;
  const groups = member.memberships.flatMap(({ group }) => (group ? [group] : []));
  const { values: draft, changes, changed, set } = useEdits({ email: invitation.email ?? "", role: invitation.role, groupIds: groups.map((group) => group.id), deactivatesOn: member.deactivatesOn, language: member.language });
  const [search, setSearch] = useState("");
  const [{ data }] = useQuery({ query: GROUP_OPTIONS, variables: { search: search || null, chosen: "", hasChosen: false } });
  const options = [...groups, ...(data?.groups.nodes ?? [])].filter((group, index, all) => all.findIndex(({ id }) => id === group.id) === index);
  const languages = [...new Set([...LANGUAGES, ...(member.language ? [member.language] : [])])].map((code) => ({ value: code, label: LANGUAGE_NAMES[code as "en"] ?? code }));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!changed || (await submit({ input: { id: invitation.id, ...changes } }))) onClose();
  };
  return (
    <FormDialog title={t("changeTitle")} action={t("save")} opened busy={busy} errors={errors} fields={FIELDS} refusal={refusal} onClose={onClose} onSubmit={(event) => void save(event)}>
      <TextInput name="email" type="email" size="md" label={t("email")} description={t("emailHelp")} required data-autofocus autoComplete="off" value={draft.email} error={error("email")} onChange={({ currentTarget: { value } }) => set({ email: value })} />
      <NativeSelect size="md" label={add("role")} value={draft.role} error={error("role")} data={grantableRoles.toReversed().map((role) => ({ value: role, label: roles(role) }))} onChange={(event) => set({ role: event.currentTarget.value as Role })} />
      <EndOfAccess value={draft.deactivatesOn} error={error("deactivatesOn")} onChange={(deactivatesOn) => set({ deactivatesOn })} />
      <NativeSelect
        size="md"
        label={t("language")}
        value={draft.language ?? ""}
        error={error("language")}
        data={[{ value: "", label: t("workspaceLanguage") }, ...languages]}
        onChange={(event) => set({ language: event.currentTarget.value || null })}
      />
      <GroupSelect label={add("groups")} error={error("groupIds")} options={options} value={draft.groupIds} onChange={(groupIds) => set({ groupIds })} onSearch={setSearch} />
    </FormDialog>
  );
}
