// The rows themselves: a paste, or a file that is dropped or chosen.
import { Button, FileButton, Group, Text, Textarea } from "@mantine/core";
import { type DragEvent, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Icon } from "~/ui/icons";
import classes from "./accounts.module.css";
import type { ImportDraft } from "./useStart";

const KINDS = ".xlsx,.csv,.txt,.tsv,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

interface SourceFieldProps {
  draft: ImportDraft;
  set: (changes: Partial<ImportDraft>) => void;
}

/** A file takes the place of the paste until it is taken away. */
export function SourceField({ draft, set }: SourceFieldProps) {
  const t = useTranslations("import");
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) set({ file });
  };
  return (
    <div
      role="presentation"
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {draft.file === null ? (
        <Textarea
          label={t("rows")}
          description={t("rowsHelp")}
          placeholder={t("rowsPlaceholder")}
          classNames={{ input: classes.paste ?? "" }}
          rows={10}
          value={draft.text}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={({ currentTarget: { value } }) => set({ text: value })}
        />
      ) : (
        <ChosenFile file={draft.file} onRemove={() => set({ file: null })} />
      )}
      <Group mt="md" gap="sm">
        <FileButton accept={KINDS} onChange={(file) => file && set({ file })}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<Icon name="upload" />}>
              {draft.file === null ? t("choose") : t("chooseOther")}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {t("drop")}
        </Text>
      </Group>
    </div>
  );
}

function ChosenFile({ file, onRemove }: { file: File; onRemove: () => void }) {
  const t = useTranslations("import");
  const format = useFormatter();
  const size = format.number(Math.max(1, Math.round(file.size / 1000)), { style: "unit", unit: "kilobyte" });
  return (
    <div className={classes.file} role="status">
      <Icon name="sheet" size={28} />
      <div>
        <Text fw={600}>{file.name}</Text>
        <Text size="sm" c="dimmed">
          {size}
        </Text>
      </div>
      <Button variant="subtle" color="gray" onClick={onRemove}>
        {t("removeFile")}
      </Button>
    </div>
  );
}
