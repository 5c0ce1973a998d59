// Settings › Webhooks.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { CreateWebhook } from "~/features/settings/CreateWebhook";
import { SettingsFrame } from "~/features/settings/SettingsFrame";
import { WebhooksList } from "~/features/settings/WebhooksList";
import { Words } from "~/i18n/Words";
import { Icon } from "~/ui/icons";

/** Whom the workspace tells what happens, and the way to one more. */
export function WebhooksPage() {
  return (
    <Words area="settings">
      <Webhooks />
    </Words>
  );
}

function Webhooks() {
  const t = useTranslations("webhooks");
  const [creating, setCreating] = useState(false);
  const create = (
    <Button onClick={() => setCreating(true)} leftSection={<Icon name="plus" />}>
      {t("new")}
    </Button>
  );
  return (
    <SettingsFrame part="webhooks" actions={create}>
      <WebhooksList />
      {creating ? <CreateWebhook onClose={() => setCreating(false)} /> : null}
    </SettingsFrame>
  );
}
