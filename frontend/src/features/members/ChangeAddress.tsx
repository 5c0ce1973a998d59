// Gives a member another address; mail that is owed follows.
import { Text, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";
import { FormDialog } from "~/ui/FormDialog";
import { useFieldErrors } from "~/ui/inputErrors";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { CHANGE_EMAIL, type Member } from "./documents";

const FIELDS = ["email"];

/** The dialog, for as long as it is drawn. */
export function ChangeAddress({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useTranslations("members");
  const { submit, busy, errors, refusal } = useSubmit(CHANGE_EMAIL);
  const error = useFieldErrors(errors);
  const change = onFields(async (fields) => {
    if (await submit({ input: { id: member.id, email: fields.email ?? "" } })) onClose();
  });
  return (
    <FormDialog title={t(member.email ? "changeAddress" : "giveAddress")} action={t("save")} opened busy={busy} errors={errors} fields={FIELDS} refusal={refusal} onClose={onClose} onSubmit={change}>
      <TextInput name="email" type="email" size="md" label={t("email")} required data-autofocus autoComplete="off" defaultValue={member.email ?? ""} error={error("email")} />
      <Text size="sm" c="dimmed">
        {t("addressHelp")}
      </Text>
    </FormDialog>
  );
}
