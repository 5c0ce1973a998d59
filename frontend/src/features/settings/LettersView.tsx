// The letters of the workspace: which there are, in each language, and the one that is open to be changed.
import { NativeSelect, Stack } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { LANGUAGE_NAMES, LANGUAGES } from "~/i18n/languages";
import { useViewer } from "~/session/SessionProvider";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { Waiting } from "~/ui/Waiting";
import { LetterForm } from "./LetterForm";
import { LETTERS } from "./letterDocuments";
import classes from "./settings.module.css";

export interface LetterSearch {
  letter?: string;
  language?: string;
}

/** Which letter and language is open stands in the address. */
export function LettersView({ search, onSearch }: { search: LetterSearch; onSearch: (search: LetterSearch) => void }) {
  const t = useTranslations("letters");
  const kinds = useTranslations("mailKinds");
  const { workspace } = useViewer();
  const language = LANGUAGES.find((code) => code === (search.language ?? workspace.language)) ?? "en";
  const [{ data, error }, again] = useQuery({ query: LETTERS, variables: { language } });
  if (error && !data) return <Refused refusal={refusalOf(error)} onRetry={() => again()} />;
  if (!data) return <Waiting rows={6} />;
  const letter = data.letters.find((one) => one.letter === search.letter) ?? data.letters[0];
  const nameOf = (kind: string) => (kinds.has(kind as never) ? kinds(kind as never) : kind);
  return (
    <Stack gap="lg">
      <Panel>
        <div className={classes.fields}>
          <NativeSelect
            size="md"
            label={t("letter")}
            value={letter?.letter ?? ""}
            data={data.letters.map((one) => ({ value: one.letter, label: one.isOwn ? t("own", { name: nameOf(one.letter) }) : nameOf(one.letter) }))}
            onChange={(event) => onSearch({ ...search, letter: event.currentTarget.value })}
          />
          <NativeSelect
            size="md"
            label={t("language")}
            value={language}
            data={LANGUAGES.map((code) => ({ value: code, label: LANGUAGE_NAMES[code] }))}
            onChange={(event) => onSearch({ ...search, language: event.currentTarget.value })}
          />
        </div>
      </Panel>
      {letter ? <LetterForm key={`${letter.letter}${letter.language}`} letter={letter} /> : null}
    </Stack>
  );
}
