// Who is signed in, and what concerns only them: language, light or dark, signing out.
import { Avatar, Box, type MantineColorScheme, Menu, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useLanguage } from "~/i18n/LanguageProvider";
import { type Language, LANGUAGE_NAMES, LANGUAGES } from "~/i18n/languages";
import { displayName, initialsOf } from "~/lib/names";
import { useCan } from "~/session/permissions";
import { useViewer } from "~/session/SessionProvider";
import { useSignOut } from "~/session/useSignOut";
import { Icon } from "~/ui/icons";
import classes from "./AccountMenu.module.css";
import { roomsOf } from "./navigation";

/** The menu behind one's own name. */
export function AccountMenu() {
  const t = useTranslations("shell");
  const { member } = useViewer();
  const name = displayName(member);
  const { signOut } = useSignOut();
  return (
    <Menu position="top-start" width={240} shadow="md" transitionProps={{ exitDuration: 0 }} withInitialFocusPlaceholder={false}>
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
        <RoomItems />
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

/** The rooms that have no place in a phone's bar. */
function RoomItems() {
  const t = useTranslations("shell");
  const can = useCan();
  const rooms = roomsOf(can).filter((room) => room.inMenu);
  if (rooms.length === 0) return null;
  return (
    <Box hiddenFrom="md">
      {rooms.map((room) => (
        <Menu.Item key={room.to} component={Link} to={room.to} leftSection={<Icon name={room.icon} />}>
          {t(room.name)}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </Box>
  );
}

function SchemeItems() {
  const t = useTranslations("shell");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div role="group" aria-label={t("appearance")}>
      <Heading>{t("appearance")}</Heading>
      <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
        {(["auto", "light", "dark"] as const).map((scheme) => (
          <Menu.RadioItem key={scheme} value={scheme}>
            {t(`scheme.${scheme}`)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </div>
  );
}

function LanguageItems() {
  const t = useTranslations("shell");
  const { language, choose } = useLanguage();
  return (
    <div role="group" aria-label={t("language")}>
      <Heading>{t("language")}</Heading>
      <Menu.RadioGroup value={language} onChange={(code) => choose(code as Language)}>
        {LANGUAGES.map((code) => (
          <Menu.RadioItem key={code} value={code} lang={code}>
            {LANGUAGE_NAMES[code]}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </div>
  );
}

/** Seen only: the group around it bears the same name. */
function Heading({ children }: { children: string }) {
  return (
    <Menu.Label aria-hidden="true">
      {children}
    </Menu.Label>
  );
}
