// After an account was set: a moment to take it back, then what to hand over and where to go.
import { Button, Group, Stack } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { displayName } from "~/lib/names";
import { CopyText } from "~/ui/CopyText";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Facts } from "~/ui/Facts";
import { Forecast } from "~/ui/Forecast";
import { Icon } from "~/ui/icons";
import { ButtonLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { TakeBackButton } from "~/ui/TakeBackButton";
import { UndoBar } from "~/ui/UndoBar";
import classes from "./accounts.module.css";
import type { AccountSet, Setting } from "./useSetAccount";

/** The result; while its mail is held, Undo leads back to the form as it was. */
export function AccountDone({ setting, done, onUndo, onMore }: { setting: Setting; done: AccountSet; onUndo: () => void; onMore: () => void }) {
  const t = useTranslations("account");
  const add = useTranslations("add");
  const member = done.plan.rows.nodes[0]?.member;
  const [seconds] = useState(() => Math.max(1, Math.ceil((done.until - Date.now()) / 1000)));
  return (
    <Stack gap="lg" maw={720}>
      {done.held ? (
        <UndoBar text={add("held")} seconds={seconds} busy={setting.busy} onUndo={onUndo} onOver={setting.release} />
      ) : (
        <Heading name={displayName(done.draft)} />
      )}
      {setting.refusal ? <Refused refusal={setting.refusal} /> : null}
      <ErrorSummary errors={setting.errors} />
      <Panel title={displayName(done.draft)}>
        {done.draft.credentials === "NONE" && done.draft.password !== "" ? <HandOver done={done} /> : null}
        <h3 className={classes.heading}>{add("mails")}</h3>
        <Forecast mails={done.plan.mails} />
      </Panel>
      <Group>
        <Button onClick={onMore} leftSection={<Icon name="plus" />}>
          {t("more")}
        </Button>
        {done.held ? null : <TakeBackButton batchId={done.batchId} />}
        {member ? (
          <ButtonLink to="/members/$id" params={{ id: member.id }} variant="default">
            {t("toMember")}
          </ButtonLink>
        ) : null}
      </Group>
    </Stack>
  );
}

/** Nobody is told by mail, so whoever set the account tells them. */
function HandOver({ done }: { done: AccountSet }) {
  const t = useTranslations("account");
  const { email, username, password } = done.draft;
  const member = done.plan.rows.nodes[0]?.member;
  const login = member?.username ?? member?.email ?? (username || email);
  return (
    <>
      <p className={classes.lead}>{t("handOver")}</p>
      <Facts
        facts={[
          [email && !username ? t("email") : t("username"), <CopyText key="login" text={login} />],
          [t("password"), <CopyText key="password" text={password} />],
        ]}
      />
    </>
  );
}

/** Takes the focus that the Undo button had before it went. */
function Heading({ name }: { name: string }) {
  const t = useTranslations("account");
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <h2 ref={ref} tabIndex={-1}>
      <Group gap="xs" component="span">
        <Icon name="check" color="var(--mantine-color-green-filled)" />
        {t("done", { name })}
      </Group>
    </h2>
  );
}
