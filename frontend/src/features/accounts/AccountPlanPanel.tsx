// What setting the account will do: who it becomes, which mail goes when, and the button that does just that.
import { Loader, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Forecast } from "~/ui/Forecast";
import { Icon, PATHS } from "~/ui/icons";
import { useErrorSentence } from "~/ui/inputErrors";
import { Notice } from "~/ui/Notice";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { SendButton } from "~/ui/refusedDays";
import { SampleLetters } from "~/ui/SampleLetters";
import { Warnings } from "~/ui/Warnings";
import classes from "./accounts.module.css";
import { ChangeList } from "./ChangeList";
import type { AccountPlan } from "./documents";
import type { AccountPreview } from "./useAccount";
import type { Setting } from "./useSetAccount";

/** The fields that tell their own errors. */
const FIELDS = new Set(["firstName", "lastName", "email", "username", "language", "password", "credentials", "role", "groupIds", "labels", "deactivatesOn"]);

/** The plan as the server sees it now; nothing has been written yet. */
export function AccountPlanPanel({ preview, setting, onSend }: { preview: AccountPreview; setting: Setting; onSend: (plan: AccountPlan) => void }) {
  const t = useTranslations("account");
  const add = useTranslations("add");
  const { plan, pending } = preview;
  const refusal = setting.refusal ?? preview.refusal;
  const ready = plan !== null && plan.rows.nodes[0]?.outcome !== "REFUSED";
  const send = ready ? (
    <SendButton fullWidth size="md" loading={setting.busy} disabled={pending} leftSection={<Icon name="check" />} onClick={() => onSend(plan)}>
      {t("set")}
    </SendButton>
  ) : undefined;
  return (
    <Panel title={add("plan")} actions={pending ? <Loader size="xs" aria-label={add("planning")} /> : undefined} footer={send}>
      <Stack gap="md" aria-busy={pending}>
        {setting.undone === null ? null : <Undone remaining={setting.undone} />}
        {refusal ? <Refused refusal={refusal} onRetry={() => void preview.ask()} /> : null}
        <ErrorSummary errors={preview.errors.filter((error) => !FIELDS.has(error.field.at(-1) ?? ""))} />
        {plan === null ? <Empty started={preview.started} /> : <Body plan={plan} pending={pending} />}
      </Stack>
    </Panel>
  );
}

function Empty({ started }: { started: boolean }) {
  const t = useTranslations("account");
  const add = useTranslations("add");
  return started ? null : <EmptyState drawing={PATHS.person} title={add("planEmpty")} text={t("planEmpty")} />;
}

function Body({ plan, pending }: { plan: AccountPlan; pending: boolean }) {
  const t = useTranslations("account");
  const outcome = useTranslations("account.will");
  const sentence = useErrorSentence();
  const add = useTranslations("add");
  const [row] = plan.rows.nodes;
  if (row === undefined) return null;
  const key = row.outcome as Parameters<typeof outcome>[0];
  return (
    <div className={pending ? classes.stale : undefined}>
      <Text fw={600}>{outcome.has(key) ? outcome(key) : row.outcome}</Text>
      {row.outcome === "REFUSED" ? (
        <ul className={classes.reasons}>
          {row.errors.map((error) => (
            <li key={`${error.code}${error.field.join(".")}`}>{sentence(error)}</li>
          ))}
        </ul>
      ) : (
        <>
          {row.outcome === "CREATE" ? null : <ChangeList changes={row.changes} />}
          <Warnings warnings={plan.warnings} />
          <h3 className={classes.heading}>{add("mails")}</h3>
          <Forecast mails={plan.mails} />
          <SampleLetters mails={plan.mails} />
        </>
      )}
      {row.outcome === "UNCHANGED" ? <Text size="sm">{t("unchangedHelp")}</Text> : null}
    </div>
  );
}

/** What was set is taken back; what could not be is named. */
function Undone({ remaining }: { remaining: AccountPreview["errors"] }) {
  const add = useTranslations("add");
  return (
    <div role="status">
      <Notice tone="green">
        <Text size="sm" fw={600}>
          {remaining.length === 0 ? add("undone") : add("undonePartly")}
        </Text>
      </Notice>
      <Warnings warnings={remaining} />
    </div>
  );
}
