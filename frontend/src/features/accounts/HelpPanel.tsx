// How a paste or a file is to look: the template, the columns, the ids of one's groups.
import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useLanguage } from "~/i18n/LanguageProvider";
import { Icon } from "~/ui/icons";
import { Panel } from "~/ui/Panel";
import classes from "./accounts.module.css";
import { useFieldName } from "./ChangeList";
import { GroupIds } from "./GroupIds";

/** The order of columns where there is no header. */
const CLASSIC = ["lastName", "firstName", "email", "labels", "sendCredentials", "password", "language", "additionalInformation", "groups"] as const;
const FURTHER = ["username", "role", "deactivatesOn"] as const;

/** Instructions beside the field. */
export function HelpPanel() {
  const t = useTranslations("import");
  const name = useFieldName();
  const { language } = useLanguage();
  const [opened, setOpened] = useState(false);
  return (
    <Panel title={t("help")}>
      <Stack gap="sm">
        <Button component="a" href={`/downloads/account-template.xlsx?language=${language}`} download variant="default" leftSection={<Icon name="download" />}>
          {t("template")}
        </Button>
        <Button variant="default" leftSection={<Icon name="groups" />} onClick={() => setOpened(true)}>
          {t("groupIds")}
        </Button>
        <Text size="sm">{t("order")}</Text>
        <ol className={classes.order}>
          {CLASSIC.map((column) => (
            <li key={column}>
              <strong>{name(column)}</strong> <span className={classes.none}>{t(`columnHelp.${column}`)}</span>
            </li>
          ))}
        </ol>
        <Text size="sm">{t("further", { columns: FURTHER.map(name).join(", ") })}</Text>
        <Text size="sm">{t("forgiving")}</Text>
      </Stack>
      <GroupIds opened={opened} onClose={() => setOpened(false)} />
    </Panel>
  );
}
