// Ends or gives back the access of one member or of many: says before what follows, and after what became of each.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Refusal } from "~/graphql/refusals";
import { useSend } from "~/graphql/send";
import type { ResultOf } from "~/graphql/tada";
import { displayName, type Named } from "~/lib/names";
import { Dialog } from "~/ui/Dialog";
import { EndOfAccess } from "~/ui/EndOfAccess";
import { Refused } from "~/ui/Refused";
import { SendButton } from "~/ui/refusedDays";
import { VerbReport } from "~/ui/VerbReport";
import { DEACTIVATE, REACTIVATE } from "./documents";

export type Verb = "deactivate" | "reactivate";
type Changed = ResultOf<typeof DEACTIVATE>["changed"];

interface MemberVerbProps {
  verb: Verb;
  people: readonly (Named & { id: string })[];
  onDone?: () => void;
  onClose: () => void;
}

/** The dialog, for as long as it is drawn. */
export function MemberVerb({ verb, people, onDone, onClose }: MemberVerbProps) {
  const t = useTranslations("members");
  const common = useTranslations("common");
  const send = useSend();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [changed, setChanged] = useState<Changed | null>(null);
  const [deactivatesOn, setDay] = useState<string | null>(null);
  const run = async () => {
    setBusy(true);
    const ids = people.map((person) => person.id);
    const answer = verb === "deactivate" ? await send(DEACTIVATE, { input: { ids } }) : await send(REACTIVATE, { input: { ids, deactivatesOn } });
    setBusy(false);
    setRefusal(answer.refusal);
    setChanged(answer.data?.changed ?? null);
    if (answer.data) onDone?.();
  };
  const named = { names: people.slice(0, 5).map(displayName).join(", "), more: Math.max(people.length - 5, 0) };
  return (
    <Dialog onClose={onClose} title={t(`verbTitles.${verb}`, { count: people.length })}>
      <Stack>
        {refusal ? <Refused refusal={refusal} /> : null}
        {changed === null ? (
          <>
            <Text>{t(`verbTexts.${verb}`, named)}</Text>
            {verb === "reactivate" ? <EndOfAccess value={deactivatesOn} error={undefined} onChange={setDay} /> : null}
          </>
        ) : (
          <VerbReport done={changed.members.length} people={people} {...changed} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {changed === null ? common("cancel") : common("close")}
          </Button>
          {changed === null ? (
            <SendButton {...(verb === "deactivate" ? { color: "red" } : {})} loading={busy} onClick={() => void run()}>
              {t(`verbs.${verb}`)}
            </SendButton>
          ) : null}
        </Group>
      </Stack>
    </Dialog>
  );
}
