// How the credentials of a new account reach its owner: by a link, by mail, or not at all.
import { Button, Radio, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { Icon } from "~/ui/icons";
import { useFieldErrors } from "~/ui/inputErrors";
import { Panel } from "~/ui/Panel";
import { PasswordField } from "~/ui/PasswordField";
import classes from "./accounts.module.css";
import type { Credentials } from "./documents";
import type { PartProps } from "./GrantsPanel";
import { readablePassword } from "./password";

export const WAYS = ["LINK", "PASSWORD", "NONE"] as const satisfies readonly Credentials[];

/** Three choices, one of which needs no password. */
export function CredentialsPanel({ draft, set, errors }: PartProps) {
  const t = useTranslations("account");
  const error = useFieldErrors(errors);
  return (
    <Panel title={t("credentials")}>
      <Radio.Group
        aria-label={t("credentials")}
        error={error("credentials")}
        value={draft.credentials}
        onChange={(way) => set({ credentials: way as Credentials })}
      >
        <Stack gap="sm">
          {WAYS.map((way) => (
            <Radio key={way} value={way} label={t(`ways.${way}`)} description={t(`waysHelp.${way}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {draft.credentials === "LINK" ? null : (
        <div className={classes.password}>
          <PasswordField
            name="password"
            label={t("password")}
            required
            autoComplete="new-password"
            value={draft.password}
            error={error("password")}
            onChange={({ currentTarget: { value } }) => set({ password: value })}
          />
          <Button variant="default" size="md" leftSection={<Icon name="lock" />} onClick={() => set({ password: readablePassword() })}>
            {t("suggest")}
          </Button>
        </div>
      )}
      <Text size="sm" c="dimmed" mt="md">
        {t("programsFollow")}
      </Text>
    </Panel>
  );
}
