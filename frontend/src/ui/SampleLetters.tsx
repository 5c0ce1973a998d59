// The letters behind a forecast, as people will get them: a button, and a dialog with each of them.
import { Button, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useCan } from "~/session/permissions";
import { Dialog } from "./Dialog";
import { type ForecastMail, useLanguageNames } from "./Forecast";
import { LetterFrame } from "./LetterFrame";

/** Nothing for those who may not see the workspace's letters, and where no mail goes out. */
export function SampleLetters({ mails }: { mails: readonly ForecastMail[] }) {
  const t = useTranslations("forecast");
  const [opened, setOpened] = useState(false);
  const may = useCan()("MANAGE_WORKSPACE");
  if (!may || mails.length === 0) return null;
  return (
    <>
      <Button variant="default" size="sm" mt="md" onClick={() => setOpened(true)}>
        {t("see")}
      </Button>
      {opened ? <Letters mails={mails} onClose={() => setOpened(false)} /> : null}
    </>
  );
}

function Letters({ mails, onClose }: { mails: readonly ForecastMail[]; onClose: () => void }) {
  const t = useTranslations("forecast");
  const nameOf = useLetterName();
  const letters = [...new Map(mails.map((mail) => [`${mail.kind} ${mail.language}`, mail])).values()];
  const [chosen, choose] = useState(0);
  const letter = letters[chosen];
  return (
    <Dialog onClose={onClose} title={t("letters")} size="xl">
      <Stack gap="md">
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
    </Dialog>
  );
}

function useLetterName(): (mail: ForecastMail) => string {
  const kinds = useTranslations("mailKinds");
  const languages = useLanguageNames();
  return ({ kind, language }) => [kinds.has(kind as never) ? kinds(kind as never) : kind, languages(language)].join(" · ");
}
