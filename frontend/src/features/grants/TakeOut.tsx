// Takes people or a group out of where they are: asks once more, then says what ended and what stays.
import { Button, Group, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import type { Answer } from "~/graphql/send";
import type { Refusal } from "~/graphql/refusals";
import { Dialog } from "~/ui/Dialog";
import { ErrorSummary } from "~/ui/ErrorSummary";
import type { InputError } from "~/ui/inputErrors";
import { Refused } from "~/ui/Refused";
import { Warnings } from "~/ui/Warnings";
import type { Removal } from "./documents";

interface TakeOutProps {
  title: string;
  text: ReactNode;
  action: string;
  /** Does it. */
  run: () => Promise<Answer<{ removal: Removal }>>;
  onDone?: () => void;
  onClose: () => void;
}

/** The dialog, for as long as it is drawn. */
export function TakeOut({ title, text, action, run, onDone, onClose }: TakeOutProps) {
  const t = useTranslations("common");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [errors, setErrors] = useState<readonly InputError[]>([]);
  const [done, setDone] = useState<Removal | null>(null);
  const confirm = async () => {
    setBusy(true);
    const answer = await run();
    setBusy(false);
    setRefusal(answer.refusal);
    setErrors(answer.data?.removal.errors ?? []);
    if (answer.data === null || answer.data.removal.errors.length > 0) return;
    setDone(answer.data.removal);
    onDone?.();
  };
  return (
    <Dialog onClose={onClose} title={title}>
      <Stack>
        {refusal ? <Refused refusal={refusal} /> : null}
        <ErrorSummary errors={errors} />
        {done === null ? <Text component="div">{text}</Text> : <Report done={done} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus={done === null ? undefined : true}>
            {done === null ? t("cancel") : t("close")}
          </Button>
          {done === null ? (
            <Button color="red" loading={busy} onClick={() => void confirm()}>
              {action}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Dialog>
  );
}

function Report({ done }: { done: Removal }) {
  const t = useTranslations("grants");
  return (
    <div role="status">
      <Text fw={600}>{t("takenOut", { count: done.people })}</Text>
      <ul>
        <li>{t("registrationsEnded", { count: done.registrationsEnded })}</li>
        <li>{t("mailsWithdrawn", { count: done.mailsWithdrawn })}</li>
        {done.mailsAlreadyOut > 0 ? <li>{t("mailsOut", { count: done.mailsAlreadyOut })}</li> : null}
      </ul>
      <Warnings warnings={[...done.remaining, ...done.skipped]} />
    </div>
  );
}
