// Who the account is for.
import { Button, NativeSelect, Text, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";
import { LANGUAGE_NAMES, LANGUAGES } from "~/i18n/languages";
import { useFieldErrors } from "~/ui/inputErrors";
import { Panel } from "~/ui/Panel";
import classes from "./accounts.module.css";
import type { PartProps } from "./GrantsPanel";
import { TYPO } from "./likeRows";

/** Names, an address or a username, a language. */
export function PersonPanel({ draft, set, errors, autoFocus }: PartProps & { autoFocus: boolean }) {
  const t = useTranslations("account");
  const typo = errors.find((one) => one.code === TYPO && one.suggestion);
  const error = useFieldErrors(errors.filter((one) => one !== typo));
  return (
    <Panel title={t("person")}>
      <div className={classes.fields}>
        <TextInput size="md" name="firstName" label={t("firstName")} required autoFocus={autoFocus} autoComplete="off" value={draft.firstName} error={error("firstName")} onChange={({ currentTarget: { value } }) => set({ firstName: value })} />
        <TextInput size="md" name="lastName" label={t("lastName")} required autoComplete="off" value={draft.lastName} error={error("lastName")} onChange={({ currentTarget: { value } }) => set({ lastName: value })} />
        <div>
          <TextInput size="md" name="email" type="email" label={t("email")} description={t("emailHelp")} autoComplete="off" value={draft.email} error={error("email")} onChange={({ currentTarget: { value } }) => set({ email: value })} />
          {typo?.suggestion ? <Typo suggestion={typo.suggestion} onUse={(email) => set({ email })} /> : null}
        </div>
        <TextInput size="md" name="username" label={t("username")} description={t("usernameHelp")} autoComplete="off" autoCapitalize="none" spellCheck={false} value={draft.username} error={error("username")} onChange={({ currentTarget: { value } }) => set({ username: value })} />
        <NativeSelect
          size="md"
          name="language"
          label={t("language")}
          value={draft.language}
          error={error("language")}
          data={[{ value: "", label: t("workspaceLanguage") }, ...LANGUAGES.map((code) => ({ value: code, label: LANGUAGE_NAMES[code] }))]}
          onChange={({ currentTarget: { value } }) => set({ language: value })}
        />
      </div>
    </Panel>
  );
}

/** The address may be right all the same: it stops nothing. */
function Typo({ suggestion, onUse }: { suggestion: string; onUse: (email: string) => void }) {
  const t = useTranslations("import");
  const errors = useTranslations("errors");
  const use = () => {
    onUse(suggestion);
    document.querySelector<HTMLInputElement>("input[name=email]")?.focus();
  };
  return (
    <div className={classes.typo} role="status">
      <Text size="sm" className={classes.wrong} data-tone="amber">
        {errors(TYPO)}
      </Text>
      <Button size="compact-sm" variant="light" onClick={use}>
        {t("use", { suggestion })}
      </Button>
    </div>
  );
}
