// Who is signed in, and what concerns only them: language, light or dark, signing out.
import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useLanguage } from "~/i18n/LanguageProvider";
import { LANGUAGE_NAMES, LANGUAGES } from "~/i18n/languages";
import { displayName, initialsOf } from "~/lib/names";
import { useViewer } from "~/session/SessionProvider";
import { useSignOut } from "~/session/useSignOut";
import { Icon } from "~/ui/icons";
import classes from "./AccountMenu.module.css";

/** The menu behind one's own name. */
export function AccountMenu() {
  const t = useTranslations("shell");
  const { member } = useViewer();
  const name = displayName(member);
  const { signOut } = useSignOut();
  return (
    <Menu position="top-start" width={240} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.target} aria-label={t("account", { name })}>
          <Avatar size={32} radius="xl" color="brand" aria-hidden="true">
            {initialsOf(member)}
          </Avatar>
          <span className={classes.words}>
            <Text size="sm" fw={600} truncate>
              {name}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {member.email ?? member.username}
            </Text>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <SchemeItems />
        <Menu.Divider />
        <LanguageItems />
        <Menu.Divider />
        <Menu.Item component="a" href="/my" leftSection={<Icon name="training" />}>
          {t("myPrograms")}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="signOut" />} onClick={() => void signOut()}>
          {t("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function SchemeItems() {
  const t = useTranslations("shell");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{t("appearance")}</Menu.Label>
      {(["auto", "light", "dark"] as const).map((scheme) => (
        <Menu.Item
          key={scheme}
          role="menuitemradio"
          aria-checked={colorScheme === scheme}
          onClick={() => setColorScheme(scheme)}
          rightSection={colorScheme === scheme ? <Icon name="check" /> : null}
        >
          {t(`scheme.${scheme}`)}
        </Menu.Item>
      ))}
    </>
  );
}

function LanguageItems() {
  const t = useTranslations("shell");
  const { language, choose } = useLanguage();
  return (
    <>
      <Menu.Label>{t("language")}</Menu.Label>
      {LANGUAGES.map((code) => (
        <Menu.Item
          key={code}
          lang={code}
          role="menuitemradio"
          aria-checked={language === code}
          onClick={() => choose(code)}
          rightSection={language === code ? <Icon name="check" /> : null}
        >
          {LANGUAGE_NAMES[code]}
        </Menu.Item>
      ))}
    </>
  );
}
