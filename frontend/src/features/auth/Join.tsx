// The page behind an invitation's link: to join, or why this link does not lead in.
import { Anchor, Button, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { useAnswer } from "~/graphql/send";
import type { ResultOf } from "~/graphql/tada";
import { useLanguage } from "~/i18n/LanguageProvider";
import { chooseLanguage } from "~/i18n/languages";
import { useSignOut } from "~/session/useSignOut";
import { Door } from "~/ui/Door";
import { Refused } from "~/ui/Refused";
import { Waiting } from "~/ui/Waiting";
import { INVITATION_BY_TOKEN } from "./documents";
import { JoinForm } from "./JoinForm";

export type Link = ResultOf<typeof INVITATION_BY_TOKEN>["invitationByToken"];

interface JoinProps {
  token: string;
  /** Tells the page whose colours to wear. */
  onWorkspace: (brandColor: string | null) => void;
}

/** Opening it changes nothing; only the form joins. */
export function Join({ token, onWorkspace }: JoinProps) {
  const t = useTranslations("join");
  const { choose } = useLanguage();
  const { answer, retry } = useAnswer(INVITATION_BY_TOKEN, { token });
  const link = answer?.data?.invitationByToken;
  const brand = link?.workspace?.brandColor ?? null;
  const wished = link?.language ?? link?.workspace?.language;
  useEffect(() => {
    onWorkspace(brand);
    if (wished) choose(chooseLanguage([wished, ...navigator.languages]));
  }, [brand, wished, choose, onWorkspace]);
  if (link?.state === "PENDING") return <JoinForm token={token} link={link} />;
  if (link) return <DeadLink link={link} />;
  return (
    <Door title={t("opening")}>
      {answer?.refusal ? <Refused refusal={answer.refusal} onRetry={retry} /> : <Waiting />}
    </Door>
  );
}

/** A page of its own for each way in which a link can fail. */
function DeadLink({ link }: { link: Link }) {
  const t = useTranslations("join.dead");
  const state = link.state as Exclude<Link["state"], "PENDING">;
  const who = { workspace: link.workspace?.name ?? "Usher", email: link.email ?? "", inviter: link.invitedBy ?? "" };
  return (
    <Door key={state} title={t(`${state}.title`, who)} lead={t(`${state}.text`, who)} workspace={link.workspace}>
      {state === "WRONG_ACCOUNT" ? <Switch /> : null}
      {state === "ACCEPTED" ? (
        <Stack gap="sm">
          <Button component="a" href="/sign-in?next=%2Fmy" size="md" fullWidth>
            {t("signIn")}
          </Button>
          <Anchor href="/forgot" size="sm" ta="center">
            {t("forgot")}
          </Anchor>
        </Stack>
      ) : null}
      {(state === "EXPIRED" || state === "REVOKED") && link.invitedBy ? (
        <Text size="sm">{t("ask", { inviter: link.invitedBy })}</Text>
      ) : null}
    </Door>
  );
}

/** Signs the other person out and opens the link again. */
function Switch() {
  const t = useTranslations("join.dead");
  const { signOut, busy, refusal } = useSignOut(window.location.pathname);
  return (
    <Stack gap="sm">
      {refusal ? <Refused refusal={refusal} /> : null}
      <Button size="md" fullWidth loading={busy} onClick={() => void signOut()}>
        {t("switch")}
      </Button>
      <Button component="a" href="/my" variant="default" size="md" fullWidth>
        {t("stay")}
      </Button>
    </Stack>
  );
}
