// After Send: a moment to take it back, then what became of every address.
import { Button, Group, Stack } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Forecast } from "~/ui/Forecast";
import { Icon } from "~/ui/icons";
import { ButtonLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { TakeBackButton } from "~/ui/TakeBackButton";
import { UndoBar } from "~/ui/UndoBar";
import classes from "./AddByEmail.module.css";
import { rowsOf } from "./marks";
import { Outcomes } from "./Outcomes";
import type { Sent, useSend } from "./useSend";

interface SentPanelProps {
  sending: ReturnType<typeof useSend>;
  sent: Sent;
  onUndo: () => void;
  onMore: () => void;
  next?: ReactNode;
}

/** The result; while it is held, Undo leads back to the form as it was. */
export function SentPanel({ sending, sent, onUndo, onMore, next }: SentPanelProps) {
  const t = useTranslations("add");
  const { plan, held, until } = sent;
  const [seconds] = useState(() => Math.max(1, Math.ceil((until - Date.now()) / 1000)));
  return (
    <Stack gap="lg" maw={720}>
      {held ? (
        <UndoBar text={t("held")} seconds={seconds} busy={sending.busy} onUndo={onUndo} onOver={sending.release} />
      ) : (
        <SentHeading />
      )}
      {sending.refusal ? <Refused refusal={sending.refusal} /> : null}
      <ErrorSummary errors={sending.errors} />
      <Panel title={t("result")}>
        <Outcomes rows={rowsOf(plan)} counts={plan.counts} done />
        <h3 className={classes.heading}>{t("mails")}</h3>
        <Forecast mails={plan.mails} />
      </Panel>
      {held ? null : (
        <Group>
          <Button onClick={onMore} leftSection={<Icon name="plus" />}>
            {t("more")}
          </Button>
          <TakeBackButton batchId={sent.batchId} />
          {next ?? (
            <ButtonLink to="/invitations" variant="default">
              {t("toInvitations")}
            </ButtonLink>
          )}
        </Group>
      )}
    </Stack>
  );
}

/** Takes the focus that the Undo button had before it went. */
function SentHeading() {
  const t = useTranslations("add");
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <h2 ref={ref} tabIndex={-1}>
      <Group gap="xs" component="span">
        <Icon name="check" color="var(--mantine-color-green-filled)" />
        {t("sent")}
      </Group>
    </h2>
  );
}
