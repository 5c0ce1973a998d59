// How a letter reads with the words in the form, as it looks and as plain text; and a letter to oneself to try it.
import { Button, SegmentedControl, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { LetterFrame } from "~/ui/LetterFrame";
import { Notice } from "~/ui/Notice";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { useSubmit } from "~/ui/useSubmit";
import { type Letter, PARTS, PREVIEW_LETTER, SEND_TEST } from "./letterDocuments";
import classes from "./settings.module.css";

type Wording = Letter["wording"];
const PAUSE_MS = 400;
const SHAPES = ["html", "text"] as const;

/** Follows what is typed after a moment; words that can't be sent are told, not shown. */
export function LetterPreview({ letter, wording, changed }: { letter: Letter; wording: Wording; changed: boolean }) {
  const t = useTranslations("letters");
  const [typed] = useDebouncedValue(wording, PAUSE_MS);
  const [shape, setShape] = useState<string>("html");
  const { letter: kind, language } = letter;
  const tried = Object.fromEntries(PARTS.map((part) => [part, typed[part] || letter.houseWording[part]])) as Record<(typeof PARTS)[number], string>;
  const [{ data, fetching }] = useQuery({ query: PREVIEW_LETTER, variables: { letter: kind, language, wording: tried } });
  const preview = data?.letterPreview;
  const good = useGood(tried, !fetching && Boolean(preview?.text));
  return (
    <Panel title={t("preview")} lead={t("previewLead")}>
      <Stack gap="md">
        <ErrorSummary errors={preview?.errors ?? []} />
        <SegmentedControl
          className={classes.start ?? ""}
          aria-label={t("shape")}
          value={shape}
          data={SHAPES.map((value) => ({ value, label: t(value) }))}
          onChange={setShape}
        />
        {preview?.subject ? <Text fw={650}>{preview.subject}</Text> : null}
        {preview?.text && shape === "text" ? <div className={classes.letter}>{preview.text}</div> : null}
        {preview?.text && shape === "html" ? <LetterFrame kind={kind} language={language} wording={good} title={preview.subject ?? t("preview")} /> : null}
        <Try which={{ letter: kind, language }} changed={changed} />
      </Stack>
    </Panel>
  );
}

/** The words that were last found to make a letter; at first those that it has. */
function useGood<Words extends Record<string, string>>(tried: Words, isGood: boolean): Words {
  const [good, setGood] = useState(tried);
  const differs = Object.entries(tried).some(([part, text]) => good[part] !== text);
  if (isGood && differs) setGood(tried);
  return good;
}

function Try({ which, changed }: { which: { letter: Letter["letter"]; language: string }; changed: boolean }) {
  const t = useTranslations("letters");
  const { submit, busy, errors, refusal } = useSubmit(SEND_TEST);
  const [sent, setSent] = useState(false);
  const test = async () => setSent((await submit({ input: which })) !== null);
  return (
    <>
      <ErrorSummary errors={errors} />
      {refusal ? <Refused refusal={refusal} /> : null}
      {sent ? (
        <Notice tone="green" role="status">
          {t("sent")}
        </Notice>
      ) : null}
      <Button variant="default" className={classes.start ?? ""} loading={busy} disabled={changed} onClick={() => void test()}>
        {t("test")}
      </Button>
      {changed ? (
        <Text size="sm" c="dimmed">
          {t("testAfterSaving")}
        </Text>
      ) : null}
    </>
  );
}
