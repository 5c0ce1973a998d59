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
import { useEdits } from "~/ui/useEdits";
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
  const { values, changes, changed, set: edit, settle } = useEdits({ role: member.role, deactivatesOn: member.deactivatesOn, labels: member.labels });
  const [saved, setSaved] = useState(false);
  const set = (news: Partial<typeof values>) => {
    setSaved(false);
    edit(news);
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (changed && !(await submit({ input: { id: member.id, ...changes } }))) return;
    settle(changes);
    setSaved(true);
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
            value={values.role}
            data={grantableRoles.toReversed().map((role) => ({ value: role, label: roles(role) }))}
            onChange={(event) => set({ role: event.currentTarget.value as Member["role"] })}
          />
          <EndOfAccess value={values.deactivatesOn} error={error("deactivatesOn")} onChange={(deactivatesOn) => set({ deactivatesOn })} />
          <div className={classes.wide}>
            <TagsInput size="md" name="labels" label={t("labels")} description={t("labelsHelp")} value={values.labels} error={error("labels")} splitChars={[",", ";", "|"]} onChange={(labels) => set({ labels })} />
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
