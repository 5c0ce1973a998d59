// Calls a session off: says before who is told and which mail stays in.
import { Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useClient } from "urql";
import { FormDialog } from "~/ui/FormDialog";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { ChangePlan } from "./ChangePlan";
import { CANCEL_SESSION, PREVIEW_CANCELLING, type Session } from "./documents";
import { useChangePlan } from "./useChangePlan";

const NO_FIELDS: string[] = [];

/** The dialog, for as long as it is drawn. */
export function CallOff({ session, onClose }: { session: Session; onClose: () => void }) {
  const t = useTranslations("sessions");
  const client = useClient();
  const { submit, busy, errors, refusal } = useSubmit(CANCEL_SESSION);
  const [notify, setNotify] = useState(true);
  const input = { id: session.id, notify };
  const { plan, pending, ready, errors: foreseen, ...planning } = useChangePlan(String(notify), () =>
    client.mutation(PREVIEW_CANCELLING, { input: { ...input, preview: true } }).toPromise(),
  );
  const callOff = onFields(async () => {
    if (ready && (await submit({ input }))) onClose();
  });
  return (
    <FormDialog title={t("callOffTitle", { name: session.name })} action={t("callOff")} opened busy={busy} ready={ready} errors={[...foreseen, ...errors]} fields={NO_FIELDS} refusal={refusal ?? planning.refusal} onRetry={refusal ? undefined : planning.retry} onClose={onClose} onSubmit={callOff}>
      <Text>{t("callOffText")}</Text>
      {plan === null ? null : <ChangePlan plan={plan} stale={pending} notify={notify} news={t("tellCalledOff")} onNotify={setNotify} />}
    </FormDialog>
  );
}
