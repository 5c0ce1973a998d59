// Resends, extends or revokes one invitation or many: says before what follows, and after what became of each.
import { Button, Group, NumberInput, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Refusal } from "~/graphql/refusals";
import { type Send, useSend } from "~/graphql/send";
import type { Named } from "~/lib/names";
import { Dialog } from "~/ui/Dialog";
import { Refused } from "~/ui/Refused";
import { VerbReport } from "~/ui/VerbReport";
import { type Done, EXTEND, RESEND, REVOKE } from "./verbDocuments";

export const VERBS = ["resend", "extend", "revoke"] as const;
export type Verb = (typeof VERBS)[number];

interface InvitationVerbProps {
  verb: Verb;
  invitations: readonly (Named & { id: string })[];
  onDone?: () => void;
  onClose: () => void;
}

const DAYS = 14;

function carryOut(send: Send, verb: Verb, ids: string[], days: number) {
  if (verb === "resend") return send(RESEND, { input: { ids } });
  if (verb === "revoke") return send(REVOKE, { input: { ids } });
  return send(EXTEND, { input: { ids, days } });
}

/** The dialog, for as long as it is drawn. */
export function InvitationVerb({ verb, invitations, onDone, onClose }: InvitationVerbProps) {
  const t = useTranslations("invitationVerbs");
  const common = useTranslations("common");
  const send = useSend();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [days, setDays] = useState(DAYS);
  const run = async () => {
    setBusy(true);
    const answer = await carryOut(send, verb, invitations.map((one) => one.id), days);
    setBusy(false);
    setRefusal(answer.refusal);
    setDone(answer.data?.done ?? null);
    if (answer.data) onDone?.();
  };
  return (
    <Dialog onClose={onClose} title={t(`titles.${verb}`, { count: invitations.length })}>
      <Stack>
        {refusal ? <Refused refusal={refusal} /> : null}
        {done === null ? (
          <>
            <Text>{t(`texts.${verb}`)}</Text>
            {verb === "extend" ? <NumberInput size="md" label={t("days")} min={1} max={365} value={days} onChange={(value) => setDays(Number(value) || 0)} /> : null}
          </>
        ) : (
          <VerbReport done={done.invitations.length} people={invitations} {...done} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {done === null ? common("cancel") : common("close")}
          </Button>
          {done === null ? (
            <Button {...(verb === "revoke" ? { color: "red" } : {})} loading={busy} onClick={() => void run()}>
              {t(verb)}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Dialog>
  );
}
