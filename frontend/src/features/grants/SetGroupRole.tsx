// Gives people of a group another role there, higher or lower: says before what follows, and after what became of it.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Refusal } from "~/graphql/refusals";
import { useAnswer, useSend } from "~/graphql/send";
import { displayName, type Named } from "~/lib/names";
import { Dialog } from "~/ui/Dialog";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Refused } from "~/ui/Refused";
import { Waiting } from "~/ui/Waiting";
import { Warnings } from "~/ui/Warnings";
import type { GroupRole } from "./AddGroupMembers";
import { type RoleSet, SET_GROUP_ROLE } from "./documents";

interface SetGroupRoleProps {
  groupId: string;
  role: GroupRole;
  people: readonly (Named & { id: string })[];
  onDone: () => void;
  onClose: () => void;
}

/** The dialog, for as long as it is drawn. */
export function SetGroupRole({ groupId, role, people, onDone, onClose }: SetGroupRoleProps) {
  const t = useTranslations("grants");
  const common = useTranslations("common");
  const send = useSend();
  const input = { groupId, groupRole: role, memberIds: people.map((person) => person.id) };
  const { answer: foreseen } = useAnswer(SET_GROUP_ROLE, { input: { ...input, preview: true } });
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [done, setDone] = useState<RoleSet | null>(null);
  const plan = foreseen?.data?.roleSet ?? null;
  const run = async () => {
    setBusy(true);
    const answer = await send(SET_GROUP_ROLE, { input });
    setBusy(false);
    setRefusal(answer.refusal);
    const told = answer.data?.roleSet ?? null;
    setDone(told);
    if (told?.errors.length === 0) onDone();
  };
  const shownRefusal = refusal ?? foreseen?.refusal ?? null;
  return (
    <Dialog onClose={onClose} title={t(`make.${role}`)}>
      <Stack>
        {shownRefusal ? <Refused refusal={shownRefusal} /> : null}
        <ErrorSummary errors={(done ?? plan)?.errors ?? []} />
        {done === null ? (
          <>
            <Text>{t("makeText", { names: people.slice(0, 5).map(displayName).join(", "), more: Math.max(people.length - 5, 0) })}</Text>
            <div aria-live="polite" aria-busy={foreseen === null}>
              {plan ? <Account title={t("plan")} told={plan} /> : foreseen ? null : <Waiting rows={2} height={20} />}
            </div>
          </>
        ) : (
          <div role="status">
            <Account title={t("made")} told={done} />
          </div>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {done === null ? common("cancel") : common("close")}
          </Button>
          {done === null ? (
            <Button loading={busy} disabled={plan === null || plan.people === 0} onClick={() => void run()}>
              {t("makeAction")}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Dialog>
  );
}

const FOLLOWS = ["registrationsBegun", "mailsOwed", "registrationsEnded", "mailsWithdrawn"] as const;

/** What follows from it, or what followed. */
function Account({ title, told }: { title: string; told: RoleSet }) {
  const t = useTranslations("grants");
  return (
    <>
      <Text fw={600}>{title}</Text>
      <ul>
        <li>{t("rolesChanged", { count: told.people })}</li>
        {FOLLOWS.filter((name) => told[name] > 0).map((name) => (
          <li key={name}>{t(name, { count: told[name] })}</li>
        ))}
        {told.mailsAlreadyOut > 0 ? <li>{t("mailsOut", { count: told.mailsAlreadyOut })}</li> : null}
      </ul>
      <Warnings warnings={[...told.remaining, ...told.skipped]} />
    </>
  );
}
