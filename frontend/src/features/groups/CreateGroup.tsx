// Makes a group: its name, what it is for, whether it is private, the partner's own id.
import { Checkbox, Textarea, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";
import { FormDialog } from "~/ui/FormDialog";
import { useFieldErrors } from "~/ui/inputErrors";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { CREATE_GROUP } from "./documents";

const FIELDS = ["name", "description", "externalId"];

/** The dialog; `onCreated` is told the new group's id. */
export function CreateGroup(props: { opened: boolean; onClose: () => void; onCreated: (id: string) => void }) {
  const t = useTranslations("groups");
  const { submit, busy, errors, refusal } = useSubmit(CREATE_GROUP);
  const error = useFieldErrors(errors);
  const create = onFields(async (fields) => {
    const payload = await submit({
      input: {
        name: fields.name ?? "",
        description: fields.description || null,
        externalId: fields.externalId || null,
        isPrivate: fields.isPrivate === "on",
      },
    });
    if (payload?.group) props.onCreated(payload.group.id);
  });
  return (
    <FormDialog title={t("new")} action={t("create")} opened={props.opened} busy={busy} errors={errors} fields={FIELDS} refusal={refusal} onClose={props.onClose} onSubmit={create}>
      <TextInput name="name" label={t("name")} required data-autofocus autoComplete="off" error={error("name")} />
      <Textarea name="description" label={t("description")} autosize minRows={2} error={error("description")} />
      <TextInput name="externalId" label={t("externalId")} description={t("externalIdHelp")} autoComplete="off" error={error("externalId")} />
      <Checkbox name="isPrivate" label={t("makePrivate")} description={t("privateHelp")} />
    </FormDialog>
  );
}
