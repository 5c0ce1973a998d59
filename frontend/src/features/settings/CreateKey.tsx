// Makes an API key: what it is for, what it may do; then shows its secret, this once.
import { Button, Checkbox, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { VariablesOf } from "~/graphql/tada";
import { useViewer } from "~/session/SessionProvider";
import { CopyText } from "~/ui/CopyText";
import { Dialog } from "~/ui/Dialog";
import { FormDialog } from "~/ui/FormDialog";
import { useFieldErrors } from "~/ui/inputErrors";
import { Notice } from "~/ui/Notice";
import { onFields, useSubmit } from "~/ui/useSubmit";
import { CREATE_API_KEY } from "./documents";
import classes from "./settings.module.css";

type Input = VariablesOf<typeof CREATE_API_KEY>["input"];

const FIELDS = ["name", "role", "scopes"];

/** The dialog; it closes only by hand once the secret is on it. */
export function CreateKey({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    setSecret(null);
    onClose();
  };
  if (secret !== null) return <Secret secret={secret} onClose={close} />;
  return <Form opened={opened} onClose={close} onMade={setSecret} />;
}

function Form({ opened, onClose, onMade }: { opened: boolean; onClose: () => void; onMade: (secret: string) => void }) {
  const t = useTranslations("keys");
  const roles = useTranslations("roles");
  const scopeNames = useTranslations("keys.scopes");
  const { permissions, grantableRoles } = useViewer();
  const { submit, busy, errors, refusal } = useSubmit(CREATE_API_KEY);
  const error = useFieldErrors(errors);
  const [scopes, setScopes] = useState<string[]>([]);
  const create = onFields(async (fields) => {
    const input = { name: fields.name ?? "", role: fields.role as NonNullable<Input["role"]>, scopes: scopes as Input["scopes"] };
    const payload = await submit({ input });
    if (payload?.secret) onMade(payload.secret);
  });
  const known = permissions.filter((scope) => scopeNames.has(scope as never));
  return (
    <FormDialog title={t("new")} action={t("create")} opened={opened} busy={busy} errors={errors} fields={FIELDS} refusal={refusal} wide onClose={onClose} onSubmit={create}>
      <TextInput name="name" label={t("name")} description={t("nameHelp")} required data-autofocus autoComplete="off" error={error("name")} />
      <NativeSelect name="role" label={t("role")} description={t("roleHelp")} defaultValue="ADMIN" error={error("role")} data={grantableRoles.map((role) => ({ value: role, label: roles(role) }))} />
      <Checkbox.Group className={classes.scopesGroup ?? ""} label={t("scopesTitle")} value={scopes} onChange={setScopes} error={error("scopes")}>
        <div className={classes.scopes}>
          {known.map((scope) => (
            <Checkbox key={scope} size="md" value={scope} label={scopeNames(scope as "INVITE")} />
          ))}
        </div>
      </Checkbox.Group>
    </FormDialog>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations("keys");
  return (
    <Dialog onClose={onClose} closeOnClickOutside={false} closeOnEscape={false} title={t("secretTitle")}>
      <Stack>
        <Notice tone="amber">
          <Text size="sm">{t("secretText")}</Text>
        </Notice>
        <CopyText text={secret} of={t("secretTitle")} />
        <Text size="sm" c="dimmed">
          {t("secretUse")}
        </Text>
        <Button onClick={onClose} data-autofocus>
          {t("secretKept")}
        </Button>
      </Stack>
    </Dialog>
  );
}
