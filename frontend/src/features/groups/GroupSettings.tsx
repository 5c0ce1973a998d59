// A group's own settings: its name, what it is for, who sees it; and putting it away.
import { Button, Checkbox, Group as Row, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useCan } from "~/session/permissions";
import { CopyText } from "~/ui/CopyText";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { FormDialog } from "~/ui/FormDialog";
import { useFieldErrors } from "~/ui/inputErrors";
import { Notice } from "~/ui/Notice";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { useEdits } from "~/ui/useEdits";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { ARCHIVE_GROUP, type Group, UPDATE_GROUP } from "./documents";

const FIELDS = ["name", "description", "externalId"];

/** The form, and below it the way to archive the group. */
export function GroupSettings({ group }: { group: Group }) {
  const t = useTranslations("groups");
  const can = useCan();
  return (
    <Stack gap="lg" maw={720}>
      <Form group={group} />
      <Panel title={t("id")} lead={t("idHelp")}>
        <CopyText text={group.id} of={group.name} />
      </Panel>
      {can("CREATE_GROUPS") ? <Archive group={group} /> : null}
    </Stack>
  );
}

function Form({ group }: { group: Group }) {
  const t = useTranslations("groups");
  const can = useCan();
  const { submit, busy, errors, refusal } = useSubmit(UPDATE_GROUP);
  const error = useFieldErrors(errors);
  const [saved, setSaved] = useState(false);
  const admin = can("CREATE_GROUPS");
  const { name, description, isPrivate, externalId } = group;
  const { values, changes, changed, set, settle } = useEdits({ name, description, isPrivate, externalId: externalId ?? "" });
  const save = onFields(async () => {
    setSaved(false);
    if (changed && !(await submit({ input: { id: group.id, ...changes } }))) return;
    settle(changes);
    setSaved(true);
  });
  return (
    <form onSubmit={save} onChange={() => setSaved(false)} noValidate>
      <Panel title={t("parts.settings")}>
        <Stack gap="md">
          {refusal ? <Refused refusal={refusal} /> : null}
          <ErrorSummary errors={errors} fields={FIELDS} />
          <TextInput size="md" name="name" label={t("name")} required autoComplete="off" value={values.name} error={error("name")} onChange={({ currentTarget: { value } }) => set({ name: value })} />
          <Textarea size="md" name="description" label={t("description")} autosize minRows={2} value={values.description} error={error("description")} onChange={({ currentTarget: { value } }) => set({ description: value })} />
          {admin ? (
            <>
              <TextInput size="md" name="externalId" label={t("externalId")} description={t("externalIdHelp")} autoComplete="off" value={values.externalId} error={error("externalId")} onChange={({ currentTarget: { value } }) => set({ externalId: value })} />
              <Checkbox name="isPrivate" label={t("makePrivate")} description={t("privateHelp")} checked={values.isPrivate} onChange={({ currentTarget: { checked } }) => set({ isPrivate: checked })} />
            </>
          ) : null}
          <Row>
            <Button type="submit" loading={busy}>
              {t("save")}
            </Button>
            <Text size="sm" role="status">
              {saved ? t("saved") : ""}
            </Text>
          </Row>
        </Stack>
      </Panel>
    </form>
  );
}

const NO_FIELDS: string[] = [];

function Archive({ group }: { group: Group }) {
  const t = useTranslations("groups");
  const [asking, setAsking] = useState(false);
  const { submit, busy, errors, refusal } = useSubmit(ARCHIVE_GROUP);
  const away = group.archivedAt !== null;
  const archive = onFields(async () => {
    if (await submit({ input: { id: group.id, archived: !away } })) setAsking(false);
  });
  return (
    <Panel title={away ? t("archived") : t("archive")} lead={away ? undefined : t("archiveHelp")}>
      {away ? (
        <Notice tone="amber">
          <Text size="sm">{t("archivedText")}</Text>
        </Notice>
      ) : null}
      <Button variant="default" mt={away ? "md" : 0} onClick={() => setAsking(true)}>
        {away ? t("takeUp") : t("archive")}
      </Button>
      <FormDialog title={away ? t("takeUp") : t("archiveTitle", { name: group.name })} action={away ? t("takeUp") : t("archive")} opened={asking} busy={busy} errors={errors} fields={NO_FIELDS} refusal={refusal} onClose={() => setAsking(false)} onSubmit={archive}>
        <Text>{away ? t("takeUpText") : t("archiveHelp")}</Text>
      </FormDialog>
    </Panel>
  );
}
