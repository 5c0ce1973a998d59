// Changes the words of one letter; beside them how it reads.
import { Button, Code, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { useTranslations } from "use-intl";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { useFieldErrors } from "~/ui/inputErrors";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { useEdits } from "~/ui/useEdits";
import { useSubmit } from "~/ui/useSubmit";
import { LetterPreview } from "./LetterPreview";
import { type Letter, PARTS, RESET_LETTER, UPDATE_LETTER } from "./letterDocuments";
import classes from "./settings.module.css";

/** The form for one letter in one language; an empty field goes back to the house's words. */
export function LetterForm({ letter }: { letter: Letter }) {
  const t = useTranslations("letters");
  const { values: wording, changes, changed, set, settle } = useEdits(letter.wording);
  const saving = useSubmit(UPDATE_LETTER);
  const resetting = useSubmit(RESET_LETTER);
  const error = useFieldErrors(saving.errors);
  const which = { letter: letter.letter, language: letter.language };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (await saving.submit({ input: { ...which, ...changes } })) settle(changes);
  };
  const reset = async () => {
    if (await resetting.submit({ input: which })) settle({ ...wording, ...letter.houseWording });
  };
  const refusal = saving.refusal ?? resetting.refusal;
  return (
    <div className={classes.halves}>
      <form onSubmit={(event) => void save(event)} noValidate>
        <Panel title={t("words")} lead={t("wordsLead")}>
          <Stack gap="md">
            {refusal ? <Refused refusal={refusal} /> : null}
            <ErrorSummary errors={[...saving.errors, ...resetting.errors]} fields={PARTS} />
            {PARTS.map((part) => {
              const Field = part === "body" ? Textarea : TextInput;
              return (
                <Field
                  key={part}
                  size="md"
                  name={part}
                  label={t(part)}
                  placeholder={letter.houseWording[part]}
                  value={wording[part]}
                  error={error(part)}
                  {...(part === "body" ? { autosize: true, minRows: 5 } : {})}
                  onChange={({ currentTarget: { value } }: { currentTarget: { value: string } }) => set({ [part]: value })}
                />
              );
            })}
            <Text size="sm" c="dimmed" component="div">
              {t("placeholders")} {letter.placeholders.map((name) => <Code key={name}>{name.startsWith("{") ? name : `{${name}}`} </Code>)}
            </Text>
            <Group gap="xs">
              <Button type="submit" loading={saving.busy} disabled={!changed}>
                {t("save")}
              </Button>
              {letter.isOwn ? (
                <Button variant="default" loading={resetting.busy} onClick={() => void reset()}>
                  {t("reset")}
                </Button>
              ) : null}
            </Group>
          </Stack>
        </Panel>
      </form>
      <LetterPreview letter={letter} wording={wording} changed={changed} />
    </div>
  );
}
