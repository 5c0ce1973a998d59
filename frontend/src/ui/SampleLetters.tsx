// The letters behind a forecast, as people will get them: a button, and a dialog with each of them.
import { Button, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useCan } from "~/session/permissions";
import { Dialog } from "./Dialog";
import { useLanguageNames } from "~/i18n/useLanguageNames";
import type { ForecastMail } from "./Forecast";
import { LetterFrame } from "./LetterFrame";

interface SampleLettersProps {
  mails: readonly ForecastMail[];
  /** Below the button instead of in a dialog, where one is open already. */
  inline?: boolean;
}

/** Nothing for those who may not see the workspace's letters, and where no mail goes out. */
export function SampleLetters({ mails, inline = false }: SampleLettersProps) {
  const t = useTranslations("forecast");
  const [opened, setOpened] = useState(false);
  const may = useCan()("MANAGE_WORKSPACE");
  if (!may || mails.length === 0) return null;
  return (
    <>
      <Button variant="default" size="sm" mt="md" aria-expanded={inline ? opened : undefined} onClick={() => setOpened(!opened)}>
        {t("see")}
      </Button>
      {opened && inline ? <Letters mails={mails} /> : null}
      {opened && !inline ? (
        <Dialog onClose={() => setOpened(false)} title={t("letters")} size="xl">
          <Letters mails={mails} />
        </Dialog>
      ) : null}
    </>
  );
}

function Letters({ mails }: { mails: readonly ForecastMail[] }) {
  const t = useTranslations("forecast");
  const nameOf = useLetterName();
  const letters = [...new Map(mails.map((mail) => [`${mail.kind} ${mail.language}`, mail])).values()];
  const [chosen, choose] = useState(0);
  const letter = letters[chosen];
  return (
    <Stack gap="md" mt="md" data-aside>
      {letters.length > 1 ? (
        <NativeSelect
          size="md"
          label={t("letter")}
          value={chosen}
          data={letters.map((mail, index) => ({ value: String(index), label: nameOf(mail) }))}
          onChange={(event) => choose(Number(event.currentTarget.value))}
        />
      ) : null}
      <Text size="sm" c="dimmed">
        {t("madeUp")}
      </Text>
      {letter ? <LetterFrame kind={letter.kind} language={letter.language} title={nameOf(letter)} /> : null}
    </Stack>
  );
}

function useLetterName(): (mail: ForecastMail) => string {
  const kinds = useTranslations("mailKinds");
  const languages = useLanguageNames();
  return ({ kind, language }) => [kinds.has(kind as never) ? kinds(kind as never) : kind, languages(language)].join(" · ");
}
