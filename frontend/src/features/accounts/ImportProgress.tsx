// How far an import has come while it is planned or runs; it goes on whether or not anybody looks.
import { Button, Progress, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { Panel } from "~/ui/Panel";
import type { Import } from "./importDocuments";
import type { Importing } from "./useImport";

/** A bar for rows and, once they are written, one for passwords. */
export function ImportProgress({ importing, found }: { importing: Importing; found: Import }) {
  const t = useTranslations("import");
  const { total, planned, written, passwords, hashed } = found.progress;
  const planning = found.state === "PLANNING";
  const done = planning ? planned : written;
  return (
    <Panel
      title={planning ? t("planning") : t("running")}
      lead={t("goesOn")}
      footer={
        <Button variant="default" loading={importing.busy} onClick={() => void importing.cancel()}>
          {planning ? t("discard") : t("stop")}
        </Button>
      }
    >
      <Stack gap="md">
        <Bar label={total === 0 ? t("reading") : planning ? t("plannedOf", { done, total }) : t("writtenOf", { done, total })} done={done} total={total} />
        {passwords > 0 && !planning ? <Bar label={t("passwordsOf", { done: hashed, total: passwords })} done={hashed} total={passwords} /> : null}
      </Stack>
    </Panel>
  );
}

function Bar({ label, done, total }: { label: string; done: number; total: number }) {
  const part = total === 0 ? 0 : (done / total) * 100;
  return (
    <div>
      <Text size="sm" mb={6} role="status">
        {label}
      </Text>
      <Progress.Root size="lg">
        <Progress.Section value={part} animated aria-label={label} />
      </Progress.Root>
    </div>
  );
}
