// Takes an intake back: tells before what that would do, and afterwards what it did and what could not be undone.
import { Button, Group, Loader, Stack, Text } from "@mantine/core";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Words } from "~/i18n/Words";
import { CancelButton, Dialog } from "./Dialog";
import { ErrorSummary } from "./ErrorSummary";
import { Refused } from "./Refused";
import { UNDO_INTAKE, type Undone } from "./takeBack";
import { useSubmit } from "./useSubmit";
import { Warnings } from "./Warnings";

interface TakeBackProps {
  batchId: string;
  /** Closed, whether it was taken back or not. */
  onClose: (undone: boolean) => void;
}

/** The dialog for one batch. */
export function TakeBack(props: TakeBackProps) {
  return (
    <Words area="settings">
      <Asking {...props} />
    </Words>
  );
}

function Asking({ batchId, onClose }: TakeBackProps) {
  const t = useTranslations("intakes");
  const preview = useForecast(batchId);
  const { submit, busy, errors, refusal } = useSubmit(UNDO_INTAKE);
  const [done, setDone] = useState<Undone | null>(null);
  const undo = async () => setDone(await submit({ input: { id: batchId } }));
  const told = done ?? preview.told;
  const refused = refusal ?? preview.refusal;
  return (
    <Dialog onClose={() => onClose(done !== null)} title={t("undoTitle")}>
      <Stack>
        {refused ? <Refused refusal={refused} onRetry={preview.told === null ? preview.ask : undefined} /> : null}
        <ErrorSummary errors={[...errors, ...preview.errors]} />
        {done === null ? <Text>{t("undoText")}</Text> : null}
        {told === null && preview.busy ? <Loader size="sm" aria-label={t("asking")} /> : null}
        {told === null ? null : <Account told={told} done={done !== null} />}
        <Buttons done={done !== null}>
          <Button loading={busy} disabled={preview.told === null} onClick={() => void undo()}>
            {t("undo")}
          </Button>
        </Buttons>
      </Stack>
    </Dialog>
  );
}

function useForecast(batchId: string) {
  const { submit, ...asking } = useSubmit(UNDO_INTAKE);
  const [told, setTold] = useState<Undone | null>(null);
  const send = useRef(submit);
  const ask = useCallback(() => void send.current({ input: { id: batchId, preview: true } }).then(setTold), [batchId]);
  useEffect(ask, [ask]);
  return { ...asking, told, ask };
}

function Account({ told, done }: { told: Undone; done: boolean }) {
  const t = useTranslations(done ? "intakes.done" : "intakes.will");
  return (
    <div role="status">
      <Text fw={600}>{t("title")}</Text>
      <ul>
        <li>{t("mails", { count: told.mailsWithdrawn })}</li>
        <li>{t("invitations", { count: told.invitationsRevoked })}</li>
        <li>{t("grants", { count: told.grantsRemoved })}</li>
      </ul>
      <Warnings warnings={told.remaining} />
    </div>
  );
}

function Buttons({ done, children }: { done: boolean; children: ReactNode }) {
  const common = useTranslations("common");
  return (
    <Group justify="flex-end">
      <CancelButton>{done ? common("close") : common("cancel")}</CancelButton>
      {done ? null : children}
    </Group>
  );
}
