// Changes a session: says before to whom it matters and which mail moves, goes or is withdrawn.
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useClient } from "urql";
import { FormDialog } from "~/ui/FormDialog";
import { useFieldErrors } from "~/ui/inputErrors";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { ChangePlan } from "./ChangePlan";
import { PREVIEW_SESSION, type Session, UPDATE_SESSION } from "./documents";
import { draftOf, SESSION_FIELDS, SessionFields, timesOf, useSessionDraft } from "./SessionFields";
import { useChangePlan } from "./useChangePlan";

/** The dialog, for as long as it is drawn. */
export function ChangeSession({ session, onClose }: { session: Session; onClose: () => void }) {
  const t = useTranslations("sessions");
  const client = useClient();
  const { submit, busy, errors, refusal } = useSubmit(UPDATE_SESSION);
  const form = useSessionDraft(draftOf(session.timeZone, session));
  const [notify, setNotify] = useState(true);
  const times = timesOf(form.draft);
  const input = times && { id: session.id, ...times, notify };
  const asked = input ? JSON.stringify(input) : "";
  const { plan, pending, ready, errors: foreseen, ...planning } = useChangePlan(asked, () =>
    client.mutation(PREVIEW_SESSION, { input: { ...(input ?? { id: session.id }), preview: true } }).toPromise(),
  );
  const shown = errors.length > 0 ? errors : foreseen;
  const error = useFieldErrors(shown);
  const save = onFields(async () => {
    if (input && ready && (await submit({ input }))) onClose();
  });
  return (
    <FormDialog title={t("change")} action={t("save")} opened busy={busy} ready={ready} errors={errors} fields={SESSION_FIELDS} refusal={refusal ?? planning.refusal} onRetry={refusal ? undefined : planning.retry} onClose={onClose} onSubmit={save}>
      <SessionFields {...form} error={error} missing={times === null} />
      {plan === null ? null : <ChangePlan plan={plan} stale={pending} notify={notify} news={t("tellNewDate")} onNotify={setNotify} />}
    </FormDialog>
  );
}
