// What a draft will do once it runs: how many rows become what, which mails go, and the button.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Dialog } from "~/ui/Dialog";
import { Forecast } from "~/ui/Forecast";
import { Icon } from "~/ui/icons";
import { Panel } from "~/ui/Panel";
import { SampleLetters } from "~/ui/SampleLetters";
import { Warnings } from "~/ui/Warnings";
import classes from "./accounts.module.css";
import { Counts } from "./Counts";
import { workOf } from "./fates";
import type { Import } from "./importDocuments";
import type { Importing } from "./useImport";

/** Counts and mails side by side; nothing has been written yet. */
export function ImportDraftPanel({ importing, found }: { importing: Importing; found: Import }) {
  const t = useTranslations("import");
  const add = useTranslations("add");
  const { counts } = found;
  const work = workOf(counts);
  const confirm = [...importing.errors, ...found.errors].some((error) => error.code === "CONFIRMATION_REQUIRED");
  return (
    <Panel
      title={add("plan")}
      lead={t("nothingYet", { count: counts.total })}
      footer={
        <Group gap="sm">
          <Button size="md" loading={importing.busy} disabled={work === 0} leftSection={<Icon name="check" />} onClick={() => void importing.commit(found, false)}>
            {t("commit", { count: work })}
          </Button>
          <Discard importing={importing} />
          <Text size="sm" c="dimmed" className={classes.footNote}>
            {work === 0 ? t("nothingToDo") : counts.refused > 0 ? t("leftOut", { count: counts.refused }) : null}
          </Text>
        </Group>
      }
    >
      <div className={classes.halves}>
        <Counts counts={counts} />
        <div>
          <h3 className={classes.heading}>{add("mails")}</h3>
          <Forecast mails={found.mails} />
          <SampleLetters mails={found.mails} />
        </div>
      </div>
      <Stack gap="xs" mt="md">
        <Warnings warnings={found.warnings} />
      </Stack>
      <Confirm opened={confirm && !importing.busy} found={found} importing={importing} />
    </Panel>
  );
}

/** The brake: over half of the members would change. */
function Confirm({ opened, found, importing }: { opened: boolean; found: Import; importing: Importing }) {
  const t = useTranslations("import");
  const common = useTranslations("common");
  const [seen, setSeen] = useState<string | null>(null);
  const close = () => {
    setSeen(found.planHash);
    importing.settle();
  };
  return (
    <Dialog opened={opened && seen !== found.planHash} onClose={close} title={t("confirmTitle")}>
      <Stack>
        <Text>{t("confirm", { count: found.changedMembers })}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {common("cancel")}
          </Button>
          <Button onClick={() => void importing.commit(found, true)}>{t("confirmed")}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Discard({ importing }: { importing: Importing }) {
  const t = useTranslations("import");
  return (
    <Button size="md" variant="subtle" color="gray" disabled={importing.busy} onClick={() => void importing.cancel()}>
      {t("discard")}
    </Button>
  );
}
