// What will happen: each outcome with its people, each mail with its time, and the button that does just that.
import { Group, Loader, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Forecast } from "~/ui/Forecast";
import { Icon, PATHS } from "~/ui/icons";
import type { InputError } from "~/ui/inputErrors";
import { Notice } from "~/ui/Notice";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { SendButton } from "~/ui/refusedDays";
import { SampleLetters } from "~/ui/SampleLetters";
import { Warnings } from "~/ui/Warnings";
import classes from "./AddByEmail.module.css";
import { type Difference, type Plan, rowsOf } from "./marks";
import { Outcomes } from "./Outcomes";
import type { useDraft } from "./useDraft";
import type { usePreview } from "./usePreview";
import type { useSend } from "./useSend";

interface PlanPanelProps {
  form: ReturnType<typeof useDraft>;
  preview: ReturnType<typeof usePreview>;
  sending: ReturnType<typeof useSend>;
}

/** The plan as the server sees it now; nothing has been written yet. */
export function PlanPanel({ form, preview, sending }: PlanPanelProps) {
  const t = useTranslations("add");
  const { plan, pending } = preview;
  const errors = form.draft.chips.length === 0 ? [] : [...preview.errors, ...sending.errors];
  const refusal = sending.changed.length > 0 ? null : (sending.refusal ?? preview.refusal);
  return (
    <Panel
      title={t("plan")}
      actions={pending ? <Loader size="xs" aria-label={t("planning")} /> : undefined}
      footer={plan === null ? undefined : <Send plan={plan} pending={pending} sending={sending} />}
    >
      <Stack gap="md" aria-busy={pending}>
        {sending.undone === null ? null : <Undone remaining={sending.undone} />}
        {sending.changed.length > 0 ? <Changed changed={sending.changed} /> : null}
        {refusal ? <Refused refusal={refusal} onRetry={() => void preview.ask()} /> : null}
        <ErrorSummary errors={errors} />
        {plan === null ? <Empty started={form.draft.chips.length > 0} /> : <PlanBody plan={plan} pending={pending} />}
      </Stack>
    </Panel>
  );
}

function Empty({ started }: { started: boolean }) {
  const t = useTranslations("add");
  if (started) return null;
  return <EmptyState drawing={PATHS.mail} title={t("planEmpty")} text={t("planEmptyText")} />;
}

function PlanBody({ plan, pending }: { plan: Plan; pending: boolean }) {
  const t = useTranslations("add");
  return (
    <div className={pending ? classes.stale : undefined}>
      <Outcomes rows={rowsOf(plan)} counts={plan.counts} />
      <Warnings warnings={plan.warnings} />
      <h3 className={classes.heading}>{t("mails")}</h3>
      <Forecast mails={plan.mails} />
      <SampleLetters mails={plan.mails} />
    </div>
  );
}

function Send({ plan, pending, sending }: { plan: Plan; pending: boolean; sending: PlanPanelProps["sending"] }) {
  const t = useTranslations("add");
  const { total, refused, duplicate, unchanged, invite } = plan.counts;
  const nothing = total - refused - duplicate - unchanged === 0;
  return (
    <>
      <SendButton
        fullWidth
        size="md"
        loading={sending.busy}
        disabled={nothing || pending}
        leftSection={<Icon name="mail" />}
        onClick={() => void sending.send(plan)}
      >
        {invite > 0 ? t("send", { count: invite }) : t("apply")}
      </SendButton>
      {nothing ? (
        <Text size="sm" c="dimmed" mt="xs">
          {t("nothingToDo")}
        </Text>
      ) : null}
    </>
  );
}

/** What was sent is taken back; what could not be is named. */
function Undone({ remaining }: { remaining: readonly InputError[] }) {
  const t = useTranslations("add");
  return (
    <div role="status">
      <Notice tone="green">
        <Text size="sm" fw={600}>
          {remaining.length === 0 ? t("undone") : t("undonePartly")}
        </Text>
      </Notice>
      <Warnings warnings={remaining} />
    </div>
  );
}

/** The plan was overtaken: which addresses fare otherwise than what was shown. */
function Changed({ changed }: { changed: readonly Difference[] }) {
  const t = useTranslations("add");
  const outcome = useTranslations("add.outcome");
  const word = (value: Difference["before"]) => (value === null ? t("absent") : outcome(value as "INVITE"));
  return (
    <Notice tone="amber">
      <div role="alert">
        <Text size="sm" fw={600}>
          {t("changed")}
        </Text>
        <ul className={classes.corrections}>
          {changed.slice(0, 20).map((row) => (
            <li key={row.email}>
              <Text size="sm" component="div">
                {row.email}
                <Group gap={6} c="dimmed">
                  <span>{word(row.before)}</span>
                  <Icon name="arrow" />
                  <span>{word(row.after)}</span>
                </Group>
              </Text>
            </li>
          ))}
        </ul>
      </div>
    </Notice>
  );
}
