// The link of an invitation, to be handed over by other ways than mail; taking it is recorded.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { CopyText } from "~/ui/CopyText";
import { Dialog } from "~/ui/Dialog";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Notice } from "~/ui/Notice";
import { Refused } from "~/ui/Refused";
import { useSubmit } from "~/ui/useSubmit";
import { INVITATION_LINK } from "./verbDocuments";

/** The dialog: a warning, then the link. */
export function CopyLink({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("invitationVerbs");
  const common = useTranslations("common");
  const { submit, busy, errors, refusal } = useSubmit(INVITATION_LINK);
  const [url, setUrl] = useState<string | null>(null);
  const show = async () => setUrl((await submit({ input: { id } }))?.url ?? null);
  return (
    <Dialog onClose={onClose} title={t("link")}>
      <Stack>
        {refusal ? <Refused refusal={refusal} /> : null}
        <ErrorSummary errors={errors} />
        <Notice tone="amber">
          <Text size="sm">{t("linkText")}</Text>
        </Notice>
        {url === null ? null : <CopyText text={url} of={t("theLink")} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common("close")}
          </Button>
          {url === null ? (
            <Button loading={busy} data-autofocus onClick={() => void show()}>
              {t("showLink")}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Dialog>
  );
}
