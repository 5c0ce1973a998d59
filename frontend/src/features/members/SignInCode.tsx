// A code to sign in by, handed over in person; it is shown this once.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import { useState } from "react";
import type { ResultOf } from "~/graphql/tada";
import { displayName } from "~/lib/names";
import { CopyText } from "~/ui/CopyText";
import { Dialog } from "~/ui/Dialog";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { Notice } from "~/ui/Notice";
import { Refused } from "~/ui/Refused";
import { useSubmit } from "~/ui/useSubmit";
import { ISSUE_CODE, type Member } from "./documents";

type Issued = ResultOf<typeof ISSUE_CODE>["issueSignInCode"];

/** The dialog: what it is for, then the code. */
export function SignInCode({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useTranslations("members");
  const common = useTranslations("common");
  const { submit, busy, errors, refusal } = useSubmit(ISSUE_CODE);
  const [issued, setIssued] = useState<Issued | null>(null);
  const issue = async () => setIssued(await submit({ input: { memberId: member.id } }));
  return (
    <Dialog onClose={onClose} closeOnClickOutside={issued === null} title={t("signInCode")}>
      <Stack>
        {refusal ? <Refused refusal={refusal} /> : null}
        <ErrorSummary errors={errors} />
        {issued?.code ? <Code issued={issued} code={issued.code} username={member.username ?? ""} /> : <Text>{t("codeText", { name: displayName(member) })}</Text>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {issued === null ? common("cancel") : common("close")}
          </Button>
          {issued === null ? (
            <Button loading={busy} data-autofocus onClick={() => void issue()}>
              {t("issueCode")}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Dialog>
  );
}

function Code({ issued, code, username }: { issued: Issued; code: string; username: string }) {
  const t = useTranslations("members");
  const format = useFormatter();
  return (
    <>
      <Notice tone="amber" role="status">
        {t("codeOnce", { when: issued.expiresAt ? format.dateTime(new Date(issued.expiresAt), { dateStyle: "medium", timeStyle: "short" }) : "" })}
      </Notice>
      <CopyText text={code} of={t("signInCode")} />
      <Text>{t("codeWhere", { address: `${window.location.origin}/code`, username })}</Text>
    </>
  );
}
