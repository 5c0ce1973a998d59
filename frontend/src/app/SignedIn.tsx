// The gate of the admin app: lets in who may be here, and sends others where they belong.
import { Button, Loader } from "@mantine/core";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { useCan } from "~/session/permissions";
import { useLanguageOfProfile, useSession } from "~/session/SessionProvider";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { WholePage } from "~/ui/WholePage";
import { signInAddress } from "./addresses";
import { Shell } from "./Shell";

/** The shell for those signed in; the sign-in page for everybody else. */
export function SignedIn() {
  const { status, viewer, retry } = useSession();
  const t = useTranslations("shell");
  const can = useCan();
  useLanguageOfProfile();
  useEffect(() => {
    if (status === "signed-out") window.location.replace(signInAddress());
  }, [status]);
  if (status === "unreachable") {
    return (
      <WholePage>
        <EmptyState wholePage drawing={PATHS.alert} title={t("unreachable")} text={t("unreachableText")} action={<Button onClick={retry}>{t("retry")}</Button>} />
      </WholePage>
    );
  }
  if (status !== "signed-in") {
    return (
      <WholePage>
        <Loader aria-label={t("opening")} />
      </WholePage>
    );
  }
  return can("MANAGE_PROGRAMS") || viewer?.leadsGroups ? <Shell /> : <LearnersOnly />;
}

function LearnersOnly() {
  const t = useTranslations("shell");
  return (
    <WholePage>
      <EmptyState
        wholePage
        drawing={PATHS.lock}
        title={t("notHere")}
        text={t("notHereText")}
        action={
          <Button component="a" href="/my">
            {t("myPrograms")}
          </Button>
        }
      />
    </WholePage>
  );
}
