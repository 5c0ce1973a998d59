// Makes a program: its title, a summary, the link to its content.
import { Textarea, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";
import { FormDialog } from "~/ui/FormDialog";
import { useFieldErrors } from "~/ui/inputErrors";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { CREATE_PROGRAM } from "./documents";

const FIELDS = ["title", "summary", "contentUrl"];

/** The dialog; `onCreated` is told the new program's id. */
export function CreateProgram(props: { opened: boolean; onClose: () => void; onCreated: (id: string) => void }) {
  const t = useTranslations("programs");
  const { submit, busy, errors, refusal } = useSubmit(CREATE_PROGRAM);
  const error = useFieldErrors(errors);
  const create = onFields(async (fields) => {
    const payload = await submit({
      input: { title: fields.title ?? "", summary: fields.summary || null, contentUrl: fields.contentUrl || null },
    });
    if (payload?.program) props.onCreated(payload.program.id);
  });
  return (
    <FormDialog title={t("new")} action={t("create")} opened={props.opened} busy={busy} errors={errors} fields={FIELDS} refusal={refusal} onClose={props.onClose} onSubmit={create}>
      <TextInput name="title" label={t("name")} required data-autofocus autoComplete="off" error={error("title")} />
      <Textarea name="summary" label={t("summary")} autosize minRows={2} error={error("summary")} />
      <TextInput name="contentUrl" label={t("content")} description={t("contentHelp")} placeholder="https://" type="url" autoComplete="off" error={error("contentUrl")} />
    </FormDialog>
  );
}
