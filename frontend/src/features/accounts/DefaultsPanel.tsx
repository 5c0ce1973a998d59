// What every row gets that doesn't say its own.
import { Checkbox, NativeSelect } from "@mantine/core";
import { useTranslations } from "use-intl";
import { LANGUAGE_NAMES, LANGUAGES } from "~/i18n/languages";
import type { InputError } from "~/ui/inputErrors";
import { Panel } from "~/ui/Panel";
import classes from "./accounts.module.css";
import { WAYS } from "./CredentialsPanel";
import type { Credentials } from "./documents";
import { Grants } from "./GrantsPanel";
import type { ImportDraft } from "./useStart";

interface DefaultsPanelProps {
  draft: ImportDraft;
  set: (changes: Partial<ImportDraft>) => void;
  errors: readonly InputError[];
}

/** Role, groups, labels, language, last day, and how credentials go. */
export function DefaultsPanel({ draft, set, errors }: DefaultsPanelProps) {
  const t = useTranslations("import");
  const account = useTranslations("account");
  const add = useTranslations("add");
  return (
    <Panel title={t("defaults")} lead={t("defaultsHelp")}>
      <div className={classes.fields}>
        <NativeSelect
          size="md"
          label={account("credentials")}
          value={draft.credentials}
          data={WAYS.map((way) => ({ value: way, label: t(`ways.${way}`) }))}
          onChange={({ currentTarget: { value } }) => set({ credentials: value as Credentials })}
        />
        <NativeSelect
          size="md"
          label={account("language")}
          value={draft.language}
          data={[{ value: "", label: account("workspaceLanguage") }, ...LANGUAGES.map((code) => ({ value: code, label: LANGUAGE_NAMES[code] }))]}
          onChange={({ currentTarget: { value } }) => set({ language: value })}
        />
        <Grants value={draft} set={set} errors={errors} />
        <div className={classes.wide}>
          <Checkbox
            label={add("reactivate")}
            description={add("reactivateHelp")}
            checked={draft.reactivate}
            onChange={(event) => set({ reactivate: event.currentTarget.checked })}
          />
        </div>
      </div>
    </Panel>
  );
}
