// The secret that signs what a webhook is told, this once.
import { Button, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { CopyText } from "~/ui/CopyText";
import { Dialog } from "~/ui/Dialog";
import { Notice } from "~/ui/Notice";

/** It closes only by hand; `more` says until when the former one signs as well. */
export function WebhookSecret({ secret, more, onClose }: { secret: string; more?: string; onClose: () => void }) {
  const t = useTranslations("webhooks");
  return (
    <Dialog onClose={onClose} closeOnClickOutside={false} closeOnEscape={false} title={t("secretTitle")}>
      <Stack>
        <Notice tone="amber">
          <Text size="sm">{t("secretText")}</Text>
        </Notice>
        <CopyText text={secret} of={t("secretTitle")} />
        {more ? <Text size="sm">{more}</Text> : null}
        <Button onClick={onClose} data-autofocus>
          {t("secretKept")}
        </Button>
      </Stack>
    </Dialog>
  );
}
