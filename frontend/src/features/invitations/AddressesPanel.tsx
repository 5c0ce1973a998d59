// The addresses themselves: the field of chips and what to do about those that look wrong.
import { Anchor, Button, Group, Text } from "@mantine/core";
import { type Ref, useMemo } from "react";
import { useTranslations } from "use-intl";
import { pieceKey } from "~/lib/paste";
import type { Chip, ChipMark } from "~/ui/EmailChip";
import { EmailChips } from "~/ui/EmailChips";
import { useErrorSentence, useFieldErrors } from "~/ui/inputErrors";
import { Notice } from "~/ui/Notice";
import { Panel } from "~/ui/Panel";
import { useKeptFocus } from "~/ui/useKeptFocus";
import classes from "./AddByEmail.module.css";
import { type Row, rowsByInput, rowsOf, suggestionOf, toneOf } from "./marks";
import type { useDraft } from "./useDraft";
import type { Preview } from "./usePreview";

interface AddressesPanelProps {
  form: ReturnType<typeof useDraft>;
  preview: Preview;
  fieldRef: Ref<HTMLTextAreaElement>;
}

/** Chips marked by the server's plan, and one click for each thing that can be mended. */
export function AddressesPanel({ form, preview, fieldRef }: AddressesPanelProps) {
  const t = useTranslations("add");
  const errors = useFieldErrors(preview.errors);
  const rows = useMemo(() => rowsByInput(rowsOf(preview.plan)), [preview.plan]);
  const { chips } = form.draft;
  const marks = useMarks(chips, rows);
  const place = useKeptFocus<HTMLDivElement>("[data-mend]", "textarea");
  return (
    <Panel>
      <div ref={place}>
        <EmailChips
          label={t("addresses")}
          description={t("addressesHelp")}
          placeholder={t("addressesPlaceholder")}
          chips={chips}
          marks={marks}
          error={chips.length === 0 ? undefined : errors("emails")}
          fieldRef={fieldRef}
          onAdd={form.add}
          onRemove={form.remove}
          onReplace={(id, text) => form.replace(new Map([[id, text]]))}
        />
        {chips.length === 0 ? null : (
          <div className={classes.notices}>
            <Corrections form={form} rows={rows} />
            <Leftovers form={form} preview={preview} rows={rows} />
          </div>
        )}
      </div>
    </Panel>
  );
}

function useMarks(chips: readonly Chip[], rows: ReadonlyMap<string, Row>): Map<string, ChipMark> {
  const t = useTranslations("add.marks");
  const sentence = useErrorSentence();
  return useMemo(() => {
    const marks = new Map<string, ChipMark>();
    for (const { text } of chips) {
      const row = rows.get(pieceKey(text));
      const tone = row && toneOf(row);
      if (row === undefined || tone === undefined) continue;
      const suggestion = suggestionOf(row);
      const [error] = row.errors;
      const note = tone === "hint" ? t("hint", { suggestion: suggestion ?? "" }) : tone === "bad" && error ? sentence(error) : t(markOf(row));
      marks.set(text, { tone, note, suggestion });
    }
    return marks;
  }, [chips, rows, t, sentence]);
}

/** The word for an address that is known: whoever has not joined yet is no member to the eye. */
function markOf(row: Row) {
  if (row.outcome === "UNCHANGED" && row.member?.status === "INVITED") return "MERGE_INTO_INVITATION";
  return row.outcome as "UNCHANGED";
}

/** Addresses that look mistyped, each with its correction and all at once. */
function Corrections({ form, rows }: { form: AddressesPanelProps["form"]; rows: ReadonlyMap<string, Row> }) {
  const t = useTranslations("add");
  const found = form.draft.chips.flatMap((chip) => {
    const row = rows.get(pieceKey(chip.text));
    const suggestion = row && suggestionOf(row);
    return suggestion === undefined ? [] : [{ chip, suggestion }];
  });
  if (found.length === 0) return null;
  const all = new Map(found.map(({ chip, suggestion }) => [chip.id, suggestion]));
  return (
    <Notice tone="amber">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {t("mistyped", { count: found.length })}
        </Text>
        <Button size="compact-sm" variant="default" onClick={() => form.replace(all)}>
          {t("correctAll", { count: found.length })}
        </Button>
      </Group>
      {found.length === 1 ? null : (
        <ul className={classes.corrections}>
          {found.slice(0, 10).map(({ chip, suggestion }) => (
            <li key={chip.id}>
              <Text size="sm">{chip.text}</Text>
              <Anchor size="sm" component="button" data-mend onClick={() => form.replace(new Map([[chip.id, suggestion]]))}>
                {t("correct", { suggestion })}
              </Anchor>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

/** What stays behind when the rest is sent: repetitions and what is no address. */
function Leftovers({ form, preview, rows }: { form: AddressesPanelProps["form"]; preview: Preview; rows: ReadonlyMap<string, Row> }) {
  const t = useTranslations("add");
  const counts = preview.plan?.counts;
  const refused = form.draft.chips.filter((chip) => {
    const row = rows.get(pieceKey(chip.text));
    return row?.outcome === "REFUSED" && suggestionOf(row) === undefined;
  });
  return (
    <>
      {counts && counts.duplicate > 0 ? (
        <Text size="sm" c="dimmed">
          {t("repeated", { count: counts.duplicate })}
        </Text>
      ) : null}
      {refused.length > 0 ? (
        <Notice tone="red">
          <Group justify="space-between" gap="xs">
            <Text size="sm" fw={600}>
              {t("unusable", { count: refused.length })}
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => form.remove(refused.map((chip) => chip.id))}>
              {t("removeUnusable", { count: refused.length })}
            </Button>
          </Group>
        </Notice>
      ) : null}
    </>
  );
}
