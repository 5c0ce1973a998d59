// Adds many members at once: a paste or a file, what stands beside it, and the way to the draft.
import { Radio, Stack } from "@mantine/core";
import { type RefObject, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { kept, useKeeping, useUnsaved } from "~/lib/kept";
import { useOwner } from "~/session/useOwner";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Icon } from "~/ui/icons";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { SendButton } from "~/ui/refusedDays";
import classes from "./accounts.module.css";
import { DefaultsPanel } from "./DefaultsPanel";
import { HelpPanel } from "./HelpPanel";
import type { Mode } from "./importDocuments";
import { SourceField } from "./SourceField";
import { type ImportDraft, NO_ROWS, useStart } from "./useStart";

const MODES = ["IGNORE", "INITIALIZE_UNSET", "OVERWRITE"] as const satisfies readonly Mode[];

/** The form; `onStarted` is told the id of the draft. */
export function ImportStart({ groupId, onStarted }: { groupId?: string | undefined; onStarted: (id: string) => void }) {
  const t = useTranslations("import");
  const started = useRef(false);
  const [draft, setDraft] = useKeptRows(groupId, started);
  const set = (changes: Partial<ImportDraft>) => setDraft((now) => ({ ...now, ...changes }));
  const { start, busy, errors, refusal } = useStart();
  const submit = async () => {
    const id = await start(draft);
    if (id === null) return;
    started.current = true;
    onStarted(id);
  };
  const empty = draft.file === null && draft.text.trim() === "";
  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        <Panel>
          <SourceField draft={draft} set={set} />
        </Panel>
        <Panel title={t("existing")}>
          <Radio.Group aria-label={t("existing")} value={draft.mode} onChange={(mode) => set({ mode: mode as Mode })}>
            <Stack gap="sm">
              {MODES.map((mode) => (
                <Radio key={mode} value={mode} label={t(`modes.${mode}`)} description={t(`modesHelp.${mode}`)} />
              ))}
            </Stack>
          </Radio.Group>
        </Panel>
        <DefaultsPanel draft={draft} set={set} errors={errors} />
        {refusal ? <Refused refusal={refusal} /> : null}
        <ErrorSummary errors={errors} />
        <SendButton size="md" className={classes.go} loading={busy} disabled={empty} rightSection={<Icon name="arrow" />} onClick={() => void submit()}>
          {t("look")}
        </SendButton>
      </div>
      <div className={classes.side}>
        <HelpPanel />
      </div>
    </div>
  );
}

/** What was put into the form before, until its rows are with the server; a file outlives no reload. */
function useKeptRows(groupId: string | undefined, started: RefObject<boolean>) {
  const owner = useOwner();
  const name = `accounts/${groupId ?? ""}`;
  const [first] = useState<ImportDraft>(() => (groupId ? { ...NO_ROWS, groupIds: [groupId] } : NO_ROWS));
  const state = useState<ImportDraft>(() => ({ ...first, ...kept<ImportDraft>(owner, name) }));
  const [draft] = state;
  useKeeping(owner, name, () => (started.current || (draft.file === null && JSON.stringify(draft) === JSON.stringify(first)) ? null : draft));
  useUnsaved(draft.file !== null);
  return state;
}
