// Asks once more before a key ends: whoever uses it is shut out at once.
import { Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { FormDialog } from "~/ui/FormDialog";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { type ApiKey, REVOKE_API_KEY } from "./documents";

const NO_FIELDS: string[] = [];

/** The dialog, while a key is given. */
export function RevokeKey({ apiKey, onClose }: { apiKey: ApiKey | null; onClose: () => void }) {
  const t = useTranslations("keys");
  const { submit, busy, errors, refusal } = useSubmit(REVOKE_API_KEY);
  const revoke = onFields(async () => {
    if (apiKey && (await submit({ input: { id: apiKey.id } }))) onClose();
  });
  return (
    <FormDialog title={t("revokeOf", { name: apiKey?.name ?? "" })} action={t("revoke")} opened={apiKey !== null} busy={busy} errors={errors} fields={NO_FIELDS} refusal={refusal} onClose={onClose} onSubmit={revoke}>
      <Text>{t("revokeText")}</Text>
    </FormDialog>
  );
}
