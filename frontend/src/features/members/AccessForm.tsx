// What administrators decide of a member: the role, the end of access, labels.
import { Group, NativeSelect, TagsInput, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useViewer } from "~/session/SessionProvider";
import { EndOfAccess } from "~/ui/EndOfAccess";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { useFieldErrors } from "~/ui/inputErrors";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { SendButton } from "~/ui/refusedDays";
import { useSubmit } from "~/ui/useSubmit";
import { type Member, UPDATE_MEMBER } from "./documents";
import classes from "./members.module.css";

const FIELDS = ["role", "deactivatesOn", "labels"];

/** Names, language and password are the member's own, and so not here. */
export function AccessForm({ member }: { member: Member }) {
  const t = useTranslations("members");
  const roles = useTranslations("roles");
  const { grantableRoles } = useViewer();
  const { submit, busy, errors, refusal } = useSubmit(UPDATE_MEMBER);
  const error = useFieldErrors(errors);
  const [draft, setDraft] = useState({ role: member.role, deactivatesOn: member.deactivatesOn, labels: member.labels });
  const [saved, setSaved] = useState(false);
  const set = (change: Partial<typeof draft>) => {
    setSaved(false);
    setDraft((now) => ({ ...now, ...change }));
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setSaved((await submit({ input: { id: member.id, ...draft } })) !== null);
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Panel title={t("access")}>
        {refusal ? <Refused refusal={refusal} /> : null}
        <ErrorSummary errors={errors} fields={FIELDS} />
        <div className={classes.fields}>
          <NativeSelect
            size="md"
            name="role"
            label={t("role")}
            error={error("role")}
            value={draft.role}
            data={grantableRoles.toReversed().map((role) => ({ value: role, label: roles(role) }))}
            onChange={(event) => set({ role: event.currentTarget.value as Member["role"] })}
          />
          <EndOfAccess value={draft.deactivatesOn} error={error("deactivatesOn")} onChange={(deactivatesOn) => set({ deactivatesOn })} />
          <div className={classes.wide}>
            <TagsInput size="md" name="labels" label={t("labels")} description={t("labelsHelp")} value={draft.labels} error={error("labels")} splitChars={[",", ";", "|"]} onChange={(labels) => set({ labels })} />
          </div>
        </div>
        <Group mt="md">
          <SendButton type="submit" loading={busy}>
            {t("save")}
          </SendButton>
          <Text size="sm" role="status">
            {saved ? t("saved") : ""}
          </Text>
        </Group>
      </Panel>
    </form>
  );
}
