// What became of an import, and what it leaves to take along.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { Forecast } from "~/ui/Forecast";
import { Icon } from "~/ui/icons";
import { ButtonLink } from "~/ui/links";
import { Notice } from "~/ui/Notice";
import { Panel } from "~/ui/Panel";
import { TakeBackButton } from "~/ui/TakeBackButton";
import classes from "./accounts.module.css";
import { Counts } from "./Counts";
import type { Import } from "./importDocuments";

/** The report of an import that is done, was stopped or failed. */
export function ImportReport({ found }: { found: Import }) {
  const t = useTranslations("import");
  const add = useTranslations("add");
  const state = found.state as "DONE" | "CANCELLED" | "FAILED";
  const started = found.batch !== null;
  const left = found.progress.notCarriedOut;
  return (
    <Panel title={t(`ended.${state}`)} lead={started || state === "FAILED" ? undefined : t("neverRan")}>
      <Stack gap="lg">
        {found.batch?.undoneAt ? (
          <Notice tone="amber">
            <Text size="sm">{t("wasUndone")}</Text>
          </Notice>
        ) : null}
        {started ? (
          <div className={classes.halves}>
            <Counts counts={found.counts} left={left} done />
            <div>
              <h3 className={classes.heading}>{add("mails")}</h3>
              <Forecast mails={found.mails} />
            </div>
          </div>
        ) : null}
        {left > 0 ? (
          <Text size="sm" c="dimmed">
            {t("leftHelp")}
          </Text>
        ) : null}
        {found.hasCredentialsSheet ? <Sheet id={found.id} /> : null}
        <Group gap="sm">
          {found.counts.refused > 0 ? (
            <Button component="a" href={`/downloads/imports/${found.id}/failed.csv`} download variant="default" leftSection={<Icon name="download" />}>
              {t(left > 0 ? "leftRows" : "failedRows", { count: found.counts.refused })}
            </Button>
          ) : null}
          {found.batch ? <TakeBackButton batchId={found.batch.id} undone={found.batch.undoneAt !== null} /> : null}
          <ButtonLink to="/members" variant="default">
            {t("toMembers")}
          </ButtonLink>
          <ButtonLink to="/add" search={{ tab: "accounts" }} variant="default">
            {t("another")}
          </ButtonLink>
        </Group>
      </Stack>
    </Panel>
  );
}

/** A form, since asking for the sheet is what uses it up. */
function Sheet({ id }: { id: string }) {
  const t = useTranslations("import");
  return (
    <Notice tone="brand">
      <Text size="sm" mb="xs">
        {t("sheetHelp")}
      </Text>
      <form method="post" action={`/downloads/imports/${id}/credentials`} target="_blank">
        <Button type="submit" variant="default" leftSection={<Icon name="sheet" />}>
          {t("sheet")}
        </Button>
      </form>
    </Notice>
  );
}
