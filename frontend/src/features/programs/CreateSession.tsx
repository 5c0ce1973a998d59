// Makes a session of a program.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useViewer } from "~/session/SessionProvider";
import { FormDialog } from "~/ui/FormDialog";
import { useFieldErrors } from "~/ui/inputErrors";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { CREATE_SESSION } from "./documents";
import { draftOf, SESSION_FIELDS, SessionFields, timesOf, useSessionDraft } from "./SessionFields";

interface CreateSessionProps {
  programId: string;
  opened: boolean;
  onClose: () => void;
  onCreated: (sessionId: string) => void;
}

/** The dialog; `onCreated` is told the new session's id. */
export function CreateSession({ programId, opened, onClose, onCreated }: CreateSessionProps) {
  const t = useTranslations("sessions");
  const { workspace } = useViewer();
  const { submit, busy, errors, refusal } = useSubmit(CREATE_SESSION);
  const error = useFieldErrors(errors);
  const form = useSessionDraft(draftOf(workspace.timeZone));
  const [missing, setMissing] = useState(false);
  const create = onFields(async () => {
    const times = timesOf(form.draft);
    setMissing(times === null);
    if (times === null) return;
    const payload = await submit({ input: { programId, ...times } });
    if (payload?.session) onCreated(payload.session.id);
  });
  return (
    <FormDialog title={t("new")} action={t("create")} opened={opened} busy={busy} errors={errors} fields={SESSION_FIELDS} refusal={refusal} onClose={onClose} onSubmit={create}>
      <SessionFields {...form} error={error} missing={missing} />
    </FormDialog>
  );
}
