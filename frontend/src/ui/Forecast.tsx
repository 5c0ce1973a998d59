// Which mails will go: how many of each kind, when, in which language.
import { Box, Group, Stack, Text } from "@mantine/core";
import { useFormatter, useNow, useTranslations } from "use-intl";
import { useLanguageNames } from "~/i18n/useLanguageNames";
import { Icon } from "./icons";
import classes from "./Forecast.module.css";

export interface ForecastMail {
  kind: string;
  count: number;
  dueAt: string;
  language: string;
  session?: { name: string; program: { title: string } | null } | null;
}

/** One line for each kind, day and language of mail. */
export function Forecast({ mails }: { mails: readonly ForecastMail[] }) {
  const t = useTranslations("forecast");
  const kinds = useTranslations("mailKinds");
  const when = useWhen();
  const languages = useLanguageNames();
  if (mails.length === 0) return <Text c="dimmed">{t("none")}</Text>;
  return (
    <Stack component="ul" gap="sm" className={classes.list}>
      {mails.map((mail) => (
        <Group component="li" key={keyOf(mail)} gap="sm" wrap="nowrap" align="flex-start">
          <Icon name="mail" className={classes.icon} />
          <Box miw={0}>
            <Text size="sm" fw={600}>
              {t("line", { count: mail.count, kind: kinds.has(mail.kind as never) ? kinds(mail.kind as never) : mail.kind })}
            </Text>
            {mail.session ? (
              <Text size="sm">
                {[mail.session.program?.title, mail.session.name].filter(Boolean).join(" · ")}
              </Text>
            ) : null}
            <Text size="sm" c="dimmed">
              {when(mail.dueAt)} · {languages(mail.language)}
            </Text>
          </Box>
        </Group>
      ))}
    </Stack>
  );
}

function keyOf(mail: ForecastMail): string {
  return [mail.kind, mail.dueAt, mail.language, mail.session?.name].join("|");
}

const SOON_MS = 60_000;

function useWhen(): (instant: string) => string {
  const t = useTranslations("forecast");
  const format = useFormatter();
  const now = useNow();
  return (instant) => {
    const date = new Date(instant);
    if (date.getTime() - now.getTime() < SOON_MS) return t("now");
    return t("at", { when: format.dateTime(date, { weekday: "short", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" }) });
  };
}
