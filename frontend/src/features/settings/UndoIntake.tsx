// Takes an intake back: says before what that means, and afterwards what could not be undone.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ResultOf } from "~/graphql/tada";
import { Dialog } from "~/ui/Dialog";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Refused } from "~/ui/Refused";
import { useSubmit } from "~/ui/useSubmit";
import { Warnings } from "~/ui/Warnings";
import { type Batch, UNDO_INTAKE } from "./documents";

type Undone = ResultOf<typeof UNDO_INTAKE>["undoBatch"];

/** The dialog for one batch. */
export function UndoIntake({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const t = useTranslations("intakes");
  const common = useTranslations("common");
  const { submit, busy, errors, refusal } = useSubmit(UNDO_INTAKE);
  const [done, setDone] = useState<Undone | null>(null);
  const undo = async () => setDone(await submit({ input: { id: batch.id } }));
  return (
    <Dialog onClose={onClose} title={t("undoTitle")}>
      <Stack>
        {refusal ? <Refused refusal={refusal} /> : null}
        <ErrorSummary errors={errors} />
        {done === null ? <Text>{t("undoText")}</Text> : <Report done={done} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {done === null ? common("cancel") : common("close")}
          </Button>
          {done === null ? (
            <Button loading={busy} onClick={() => void undo()}>
              {t("undo")}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Dialog>
  );
}

function Report({ done }: { done: Undone }) {
  const t = useTranslations("intakes");
  return (
    <div role="status">
      <Text fw={600}>{t("undone")}</Text>
      <ul>
        <li>{t("mails", { count: done.mailsWithdrawn })}</li>
        <li>{t("invitations", { count: done.invitationsRevoked })}</li>
        <li>{t("grants", { count: done.grantsRemoved })}</li>
      </ul>
      <Warnings warnings={done.remaining} />
    </div>
  );
}
