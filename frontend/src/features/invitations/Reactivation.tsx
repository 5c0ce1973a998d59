// Whether people who were deactivated come back when they are added again: for administrators to say.
import { Checkbox } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useCan } from "~/session/permissions";
import { Panel } from "~/ui/Panel";
import type { useDraft } from "./useDraft";

type Form = ReturnType<typeof useDraft>;

/** The box alone, for a form that asks more. */
export function ReactivationBox({ form }: { form: Form }) {
  const t = useTranslations("add");
  const can = useCan();
  if (!can("MANAGE_MEMBERS")) return null;
  return (
    <Checkbox
      label={t("reactivate")}
      description={t("reactivateHelp")}
      checked={form.draft.reactivate}
      onChange={(event) => form.set({ reactivate: event.currentTarget.checked })}
    />
  );
}

/** The box as all that is asked beside the addresses. */
export function Reactivation({ form }: { form: Form }) {
  const can = useCan();
  if (!can("MANAGE_MEMBERS")) return null;
  return (
    <Panel>
      <ReactivationBox form={form} />
    </Panel>
  );
}
