// Puts a group into a session: all its learners of today and tomorrow are registered and invited.
import { Select, Text } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { FormModal } from "~/ui/FormModal";
import { useFieldErrors } from "~/ui/inputErrors";
import { useSubmit } from "~/ui/useSubmit";
import { ASSIGN_GROUP, ASSIGNABLE_GROUPS } from "./documents";

interface AssignGroupProps {
  sessionId: string;
  opened: boolean;
  onClose: () => void;
  onAssigned: () => void;
}

/** The dialog: a group by search, and what putting it in means. */
export function AssignGroup({ sessionId, opened, onClose, onAssigned }: AssignGroupProps) {
  const t = useTranslations("sessions");
  const [groupId, setGroupId] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const [missing, setMissing] = useState(false);
  const find = useDebouncedCallback(setSearch, 200);
  const [{ data }] = useQuery({ query: ASSIGNABLE_GROUPS, variables: { search: search || null }, pause: !opened });
  const { submit, busy, errors, refusal } = useSubmit(ASSIGN_GROUP);
  const error = useFieldErrors(errors);
  const assign = async (event: React.FormEvent) => {
    event.preventDefault();
    setMissing(groupId === null);
    if (groupId !== null && (await submit({ input: { sessionId, groupId } }))) onAssigned();
  };
  return (
    <FormModal title={t("addGroup")} action={t("assign")} opened={opened} busy={busy} errors={errors} refusal={refusal} onClose={onClose} onSubmit={(event) => void assign(event)}>
      <Select
        label={t("whichGroup")}
        required
        data-autofocus
        searchable
        size="md"
        data={(data?.groups.nodes ?? []).map((group) => ({ value: group.id, label: group.name }))}
        value={groupId}
        onChange={setGroupId}
        onSearchChange={find}
        nothingFoundMessage={t("noSuchGroup")}
        error={missing && groupId === null ? t("groupMissing") : error("groupId")}
        withScrollArea={false}
        styles={{ dropdown: { maxHeight: 260, overflowY: "auto" } }}
      />
      <Text size="sm" c="dimmed">
        {t("assignHelp")}
      </Text>
    </FormModal>
  );
}
