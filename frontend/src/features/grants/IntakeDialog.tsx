// A choice in a dialog: what will happen is said before, and can be undone after.
import { Button, Group, Loader, Stack, Text } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { CancelButton, Dialog } from "~/ui/Dialog";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Notice } from "~/ui/Notice";
import { Refused } from "~/ui/Refused";
import { UndoBar } from "~/ui/UndoBar";
import { Warnings } from "~/ui/Warnings";
import { GrantPlanView } from "./GrantPlanView";
import { HOLD_SECONDS, type Intaking } from "./useIntake";

interface IntakeDialogProps {
  title: string;
  action: string;
  help: string;
  opened: boolean;
  intake: Intaking;
  onClose: () => void;
  /** The fields of the choice. */
  children: ReactNode;
}

/** Choosing, then what became of it; closing lets go of both. */
export function IntakeDialog({ title, opened, intake, onClose, ...form }: IntakeDialogProps) {
  const close = () => {
    intake.reset();
    onClose();
  };
  return (
    <Dialog opened={opened} onClose={close} title={title} size="lg">
      {intake.batchId === null ? <Choice {...form} intake={intake} /> : <Done intake={intake} onClose={close} />}
    </Dialog>
  );
}

function Choice({ action, help, intake, children }: Omit<IntakeDialogProps, "title" | "opened" | "onClose">) {
  const t = useTranslations("grants");
  const { plan, pending } = intake;
  const nothing = plan === null || plan.counts.total === plan.counts.refused;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pending && plan !== null) void intake.commit();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {intake.undone === null ? null : <Undone remaining={intake.undone} />}
        {intake.refusal ? <Refused refusal={intake.refusal} /> : null}
        <ErrorSummary errors={intake.errors} />
        {children}
        <div aria-live="polite" aria-busy={pending}>
          {plan === null ? (
            <Text size="sm" c="dimmed">
              {help}
            </Text>
          ) : (
            <GrantPlanView plan={plan} stale={pending} />
          )}
        </div>
        <Group justify="flex-end">
          {pending ? <Loader size="xs" aria-label={t("planning")} /> : null}
          <CancelButton />
          <Button type="submit" loading={intake.busy} disabled={pending || plan === null || (nothing && plan.counts.total > 0)}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Undone({ remaining }: { remaining: Intaking["undone"] & object }) {
  const t = useTranslations("add");
  return (
    <div role="status">
      <Notice tone="green">
        <strong>{remaining.length === 0 ? t("undone") : t("undonePartly")}</strong>
      </Notice>
      <Warnings warnings={remaining} />
    </div>
  );
}

function Done({ intake, onClose }: { intake: Intaking; onClose: () => void }) {
  const t = useTranslations("grants");
  const common = useTranslations("common");
  return (
    <Stack gap="md">
      {intake.refusal ? <Refused refusal={intake.refusal} /> : null}
      <ErrorSummary errors={intake.errors} />
      {intake.held ? (
        <UndoBar text={t("held")} seconds={HOLD_SECONDS} busy={intake.busy} onUndo={() => void intake.undo()} onOver={intake.release} />
      ) : (
        <Notice tone="green" role="status">
          <strong>{t("done")}</strong>
        </Notice>
      )}
      {intake.plan ? <GrantPlanView plan={intake.plan} /> : null}
      <Group justify="flex-end">
        <Button variant={intake.held ? "default" : "filled"} onClick={onClose}>
          {common("close")}
        </Button>
      </Group>
    </Stack>
  );
}
