// The page behind an invitation's link: to join, or why this link does not lead in.
import { lazy, Suspense, useEffect } from "react";
import { useTranslations } from "use-intl";
import { useAnswer } from "~/graphql/send";
import type { ResultOf } from "~/graphql/tada";
import { useLanguage } from "~/i18n/LanguageProvider";
import { chooseLanguage } from "~/i18n/languages";
import { Door } from "~/ui/Door";
import { Refused } from "~/ui/Refused";
import { Waiting } from "~/ui/Waiting";
import { INVITATION_BY_TOKEN } from "./documents";
import { JoinForm } from "./JoinForm";

export type Link = ResultOf<typeof INVITATION_BY_TOKEN>["invitationByToken"];

// Most links lead in.
const DeadLink = lazy(async () => ({ default: (await import("./DeadLink")).DeadLink }));

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
  const opening = (
    <Door title={t("opening")}>
      {answer?.refusal ? <Refused refusal={answer.refusal} onRetry={retry} /> : <Waiting />}
    </Door>
  );
  if (!link) return opening;
  return (
    <Suspense fallback={opening}>
      <DeadLink link={link} />
    </Suspense>
  );
}
