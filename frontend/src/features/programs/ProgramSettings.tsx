// A program's own settings: what it says and where its content stands; and putting it away.
import { Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { CopyText } from "~/ui/CopyText";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { FormDialog } from "~/ui/FormDialog";
import { useFieldErrors } from "~/ui/inputErrors";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { useEdits } from "~/ui/useEdits";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { ARCHIVE_PROGRAM, type Program, UPDATE_PROGRAM } from "./documents";

const FIELDS = ["title", "summary", "contentUrl"];
const NO_FIELDS: string[] = [];

/** The form, and below it the way to archive the program. */
export function ProgramSettings({ program }: { program: Program }) {
  const t = useTranslations("programs");
  return (
    <Stack gap="lg" maw={720}>
      <Form program={program} />
      <Panel title={t("id")} lead={t("idHelp")}>
        <CopyText text={program.id} of={program.title} />
      </Panel>
      <Archive program={program} />
    </Stack>
  );
}

function Form({ program }: { program: Program }) {
  const t = useTranslations("programs");
  const { submit, busy, errors, refusal } = useSubmit(UPDATE_PROGRAM);
  const error = useFieldErrors(errors);
  const [saved, setSaved] = useState(false);
  const { title, summary, contentUrl } = program;
  const { values, changes, changed, set, settle } = useEdits({ title, summary, contentUrl });
  const save = onFields(async () => {
    setSaved(false);
    if (changed && !(await submit({ input: { id: program.id, ...changes } }))) return;
    settle(changes);
    setSaved(true);
  });
  return (
    <form onSubmit={save} onChange={() => setSaved(false)} noValidate>
      <Panel title={t("parts.settings")}>
        <Stack gap="md">
          {refusal ? <Refused refusal={refusal} /> : null}
          <ErrorSummary errors={errors} fields={FIELDS} />
          <TextInput size="md" name="title" label={t("name")} required autoComplete="off" value={values.title} error={error("title")} onChange={({ currentTarget: { value } }) => set({ title: value })} />
          <Textarea size="md" name="summary" label={t("summary")} autosize minRows={2} value={values.summary} error={error("summary")} onChange={({ currentTarget: { value } }) => set({ summary: value })} />
          <TextInput size="md" type="url" name="contentUrl" label={t("content")} description={t("contentHelp")} value={values.contentUrl} error={error("contentUrl")} onChange={({ currentTarget: { value } }) => set({ contentUrl: value })} />
          <Group>
            <Button type="submit" loading={busy}>
              {t("save")}
            </Button>
            <Text size="sm" role="status">
              {saved ? t("saved") : ""}
            </Text>
          </Group>
        </Stack>
      </Panel>
    </form>
  );
}

function Archive({ program }: { program: Program }) {
  const t = useTranslations("programs");
  const [asking, setAsking] = useState(false);
  const { submit, busy, errors, refusal } = useSubmit(ARCHIVE_PROGRAM);
  const away = program.archivedAt !== null;
  const archive = onFields(async () => {
    if (await submit({ input: { id: program.id, archived: !away } })) setAsking(false);
  });
  return (
    <Panel title={away ? t("archived") : t("archive")} lead={t(away ? "archivedText" : "archiveHelp")}>
      <Button variant="default" onClick={() => setAsking(true)}>
        {away ? t("takeUp") : t("archive")}
      </Button>
      <FormDialog title={away ? t("takeUp") : t("archiveTitle", { title: program.title })} action={away ? t("takeUp") : t("archive")} opened={asking} busy={busy} errors={errors} fields={NO_FIELDS} refusal={refusal} onClose={() => setAsking(false)} onSubmit={archive}>
        <Text>{t(away ? "takeUpText" : "archiveHelp")}</Text>
      </FormDialog>
    </Panel>
  );
}
