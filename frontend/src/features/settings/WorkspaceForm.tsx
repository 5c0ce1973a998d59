// The settings of the workspace: who it is, its calendar, its mail, what it lets people do.
import { Autocomplete, Button, Checkbox, ColorInput, Group, NativeSelect, NumberInput, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { LANGUAGE_NAMES, LANGUAGES } from "~/i18n/languages";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { useFieldErrors } from "~/ui/inputErrors";
import { Notice } from "~/ui/Notice";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { useEdits } from "~/ui/useEdits";
import { useSubmit } from "~/ui/useSubmit";
import { Waiting } from "~/ui/Waiting";
import { UPDATE_WORKSPACE, WORKSPACE, type WorkspaceSettings } from "./documents";
import classes from "./settings.module.css";

const FIELDS = ["name", "language", "timeZone", "mailHour", "senderName", "senderAddress", "brandColor", "logoUrl", "invitationDays", "allowedDomains", "passwordLength"];

/** The form, filled with what holds now. */
export function WorkspaceForm() {
  const [{ data, error }, again] = useQuery({ query: WORKSPACE });
  if (error && !data) return <Refused refusal={refusalOf(error)} onRetry={() => again()} />;
  return data ? <Form workspace={data.viewer.workspace} /> : <Waiting rows={8} height={36} />;
}

interface PartProps {
  draft: WorkspaceSettings;
  set: (changes: Partial<WorkspaceSettings>) => void;
  error: (field: string) => string | undefined;
}

function Form({ workspace }: { workspace: WorkspaceSettings }) {
  const t = useTranslations("workspace");
  const { values, changes, changed, set: edit, settle } = useEdits(workspace);
  const [saved, setSaved] = useState(false);
  const { submit, busy, errors, refusal } = useSubmit(UPDATE_WORKSPACE);
  const set = (news: Partial<WorkspaceSettings>) => {
    setSaved(false);
    edit(news);
  };
  const part = { draft: values, set, error: useFieldErrors(errors) };
  const save = async () => {
    if (changed && !(await submit({ input: changes }))) return;
    settle(changes);
    setSaved(true);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="lg" maw={820}>
        {refusal ? <Refused refusal={refusal} /> : null}
        <ErrorSummary errors={errors} fields={FIELDS} />
        <Identity {...part} />
        <Calendar {...part} />
        <Sender {...part} />
        <Policies {...part} />
        <Group gap="md">
          <Button type="submit" size="md" loading={busy}>
            {t("save")}
          </Button>
          <div role="status">{saved ? <Notice tone="green">{t("saved")}</Notice> : null}</div>
        </Group>
      </Stack>
    </form>
  );
}

function Identity({ draft, set, error }: PartProps) {
  const t = useTranslations("workspace");
  return (
    <Panel title={t("identity")}>
      <div className={classes.fields}>
        <TextInput size="md" name="name" label={t("name")} required value={draft.name} error={error("name")} onChange={({ currentTarget: { value } }) => set({ name: value })} />
        <ColorInput
          size="md"
          name="brandColor"
          label={t("brandColor")}
          format="hex"
          withPicker={false}
          withEyeDropper={false}
          swatches={["#1f5fae", "#1f7a43", "#7a3fa0", "#b3261e", "#a15c00", "#0f6b74"]}
          value={draft.brandColor}
          error={error("brandColor")}
          onChange={(brandColor) => set({ brandColor })}
        />
        <div className={classes.wide}>
          <TextInput size="md" name="logoUrl" type="url" label={t("logoUrl")} description={t("logoUrlHelp")} value={draft.logoUrl} error={error("logoUrl")} onChange={({ currentTarget: { value } }) => set({ logoUrl: value })} />
        </div>
      </div>
    </Panel>
  );
}

function Calendar({ draft, set, error }: PartProps) {
  const t = useTranslations("workspace");
  return (
    <Panel title={t("calendar")}>
      <div className={classes.fields}>
        <Autocomplete
          size="md"
          name="timeZone"
          label={t("timeZone")}
          description={t("timeZoneHelp")}
          limit={30}
          withScrollArea={false}
          styles={{ options: { maxHeight: 260, overflowY: "auto" } }}
          data={Intl.supportedValuesOf("timeZone")}
          value={draft.timeZone}
          error={error("timeZone")}
          onChange={(timeZone) => set({ timeZone })}
        />
        <TextInput size="md" name="mailHour" type="time" label={t("mailHour")} description={t("mailHourHelp")} value={draft.mailHour} error={error("mailHour")} onChange={({ currentTarget: { value } }) => set({ mailHour: value })} />
        <NativeSelect
          size="md"
          name="language"
          label={t("language")}
          description={t("languageHelp")}
          value={draft.language}
          error={error("language")}
          data={LANGUAGES.map((code) => ({ value: code, label: LANGUAGE_NAMES[code] }))}
          onChange={({ currentTarget: { value } }) => set({ language: value })}
        />
      </div>
    </Panel>
  );
}

function Sender({ draft, set, error }: PartProps) {
  const t = useTranslations("workspace");
  return (
    <Panel title={t("mail")}>
      <div className={classes.fields}>
        <TextInput size="md" name="senderName" label={t("senderName")} description={t("senderNameHelp")} value={draft.senderName} error={error("senderName")} onChange={({ currentTarget: { value } }) => set({ senderName: value })} />
        <TextInput size="md" name="senderAddress" type="email" label={t("senderAddress")} description={t("senderAddressHelp")} value={draft.senderAddress} error={error("senderAddress")} onChange={({ currentTarget: { value } }) => set({ senderAddress: value })} />
        <Stack gap="sm" className={classes.wide ?? ""}>
          <Checkbox label={t("sendReminders")} description={t("sendRemindersHelp")} checked={draft.sendReminders} onChange={(event) => set({ sendReminders: event.currentTarget.checked })} />
          <Checkbox label={t("sendWarnings")} description={t("sendWarningsHelp")} checked={draft.sendWarnings} onChange={(event) => set({ sendWarnings: event.currentTarget.checked })} />
        </Stack>
      </div>
    </Panel>
  );
}

/** An empty field is told as 0, which the server refuses with a reason. */
function number(value: string | number): number {
  return typeof value === "number" ? value : 0;
}

function Policies({ draft, set, error }: PartProps) {
  const t = useTranslations("workspace");
  return (
    <Panel title={t("policies")}>
      <div className={classes.fields}>
        <NumberInput size="md" name="invitationDays" label={t("invitationDays")} description={t("invitationDaysHelp")} min={1} max={365} hideControls value={draft.invitationDays} error={error("invitationDays")} onChange={(value) => set({ invitationDays: number(value) })} />
        <NumberInput size="md" name="passwordLength" label={t("passwordLength")} description={t("passwordLengthHelp")} min={8} max={64} hideControls value={draft.passwordLength} error={error("passwordLength")} onChange={(value) => set({ passwordLength: number(value) })} />
        <div className={classes.wide}>
          <TagsInput size="md" name="allowedDomains" label={t("allowedDomains")} description={t("allowedDomainsHelp")} value={draft.allowedDomains} error={error("allowedDomains")} splitChars={[",", " ", ";"]} onChange={(allowedDomains) => set({ allowedDomains })} />
        </div>
        <div className={classes.wide}>
          <Checkbox label={t("trainersInvite")} checked={draft.trainersInvite} onChange={(event) => set({ trainersInvite: event.currentTarget.checked })} />
        </div>
      </div>
      <Text size="sm" c="dimmed" mt="md">
        {t("policiesHelp")}
      </Text>
    </Panel>
  );
}
