// Settings › API keys.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { CreateKey } from "~/features/settings/CreateKey";
import { KeysList } from "~/features/settings/KeysList";
import { SettingsFrame } from "~/features/settings/SettingsFrame";
import { Words } from "~/i18n/Words";
import { Icon } from "~/ui/icons";

/** The keys of partners, and the way to a new one. */
export function KeysPage() {
  return (
    <Words area="settings">
      <Keys />
    </Words>
  );
}

function Keys() {
  const t = useTranslations("keys");
  const [opened, setOpened] = useState(false);
  const create = (
    <Button onClick={() => setOpened(true)} leftSection={<Icon name="plus" />}>
      {t("new")}
    </Button>
  );
  return (
    <SettingsFrame part="keys" actions={create}>
      <KeysList />
      <CreateKey opened={opened} onClose={() => setOpened(false)} />
    </SettingsFrame>
  );
}
