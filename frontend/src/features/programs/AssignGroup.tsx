// Puts a group into a session: all its learners of today and tomorrow are registered and invited.
import { Select, Stack, Text } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useClient, useQuery } from "urql";
import type { ResultOf } from "~/graphql/tada";
import { Forecast } from "~/ui/Forecast";
import { FormModal } from "~/ui/FormModal";
import { useFieldErrors } from "~/ui/inputErrors";
import { useSubmit } from "~/ui/useSubmit";
import { Warnings } from "~/ui/Warnings";
import { ASSIGN_GROUP, ASSIGNABLE_GROUPS } from "./documents";

type Plan = NonNullable<ResultOf<typeof ASSIGN_GROUP>["assignGroupToSession"]["plan"]>;

interface AssignGroupProps {
  sessionId: string;
  opened: boolean;
  onClose: () => void;
}

const FIELDS = ["groupId"];

/** The dialog: a group by search, which mails follow, and then it is done. */
export function AssignGroup({ sessionId, opened, onClose }: AssignGroupProps) {
  const t = useTranslations("sessions");
  const client = useClient();
  const [groupId, setGroupId] = useState<string | null>(null);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [missing, setMissing] = useState(false);
  const { submit, busy, errors, refusal } = useSubmit(ASSIGN_GROUP);
  const error = useFieldErrors(errors);

  const choose = async (id: string | null) => {
    setGroupId(id);
    setPlan(null);
    if (id === null) return;
    const { data } = await client.mutation(ASSIGN_GROUP, { input: { sessionId, groupId: id, preview: true } }).toPromise();
    setPlan(data?.assignGroupToSession.plan ?? null);
  };
  const assign = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(groupId === null);
    if (groupId === null || !(await submit({ input: { sessionId, groupId, planHash: plan?.hash ?? null } }))) return;
    setGroupId(null);
    setPlan(null);
    onClose();
  };
  return (
    <FormModal title={t("addGroup")} action={t("assign")} opened={opened} busy={busy} errors={errors} fields={FIELDS} refusal={refusal} onClose={onClose} onSubmit={(event) => void assign(event)}>
      <GroupChoice value={groupId} error={missing && groupId === null ? t("groupMissing") : error("groupId")} onChange={(id) => void choose(id)} />
      {plan === null ? (
        <Text size="sm" c="dimmed">
          {t("assignHelp")}
        </Text>
      ) : (
        <Stack gap="sm" aria-live="polite">
          <Warnings warnings={plan.warnings} />
          <Text size="sm">{t("registers", { count: plan.counts.total - plan.counts.refused - plan.counts.unchanged })}</Text>
          <Forecast mails={plan.mails} />
        </Stack>
      )}
    </FormModal>
  );
}

function GroupChoice(props: { value: string | null; error: string | undefined; onChange: (id: string | null) => void }) {
  const t = useTranslations("sessions");
  const [search, setSearch] = useState("");
  const find = useDebouncedCallback(setSearch, 200);
  const [{ data }] = useQuery({ query: ASSIGNABLE_GROUPS, variables: { search: search || null } });
  return (
    <Select
      {...props}
      label={t("whichGroup")}
      required
      data-autofocus
      searchable
      size="md"
      data={(data?.groups.nodes ?? []).map((group) => ({ value: group.id, label: group.name }))}
      onSearchChange={find}
      nothingFoundMessage={t("noSuchGroup")}
      withScrollArea={false}
      styles={{ dropdown: { maxHeight: 260, overflowY: "auto" } }}
    />
  );
}
