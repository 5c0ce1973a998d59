// A learner's own pages, for whoever is signed in.
import { Button, Loader } from "@mantine/core";
import { lazy, Suspense, useEffect } from "react";
import { IntlProvider, useLocale, useTranslations } from "use-intl";
import { LearnerFrame } from "~/features/learner/LearnerFrame";
import { MyPrograms } from "~/features/learner/MyPrograms";
import { SessionProvider, useLanguageOfProfile, useSession } from "~/session/SessionProvider";
import { DRAWINGS } from "~/ui/drawings";
import { EmptyState } from "~/ui/EmptyState";
import { Waiting } from "~/ui/Waiting";
import { WholePage } from "~/ui/WholePage";
import { signInAddress } from "../addresses";
import { ThemeProvider } from "../ThemeProvider";

// Most come for their programs.
const MyProfile = lazy(async () => ({ default: (await import("~/features/learner/MyProfile")).MyProfile }));

export default function MyPage({ path }: { path: string }) {
  return (
    <SessionProvider>
      <Mine path={path} />
    </SessionProvider>
  );
}

function Mine({ path }: { path: string }) {
  const t = useTranslations("my");
  const locale = useLocale();
  const { status, viewer, retry } = useSession();
  useLanguageOfProfile();
  useEffect(() => {
    if (status === "signed-out") window.location.replace(signInAddress());
  }, [status]);
  if (status === "unreachable") {
    return (
      <WholePage>
        <EmptyState wholePage drawing={DRAWINGS.alert} title={t("unreachable")} text={t("unreachableText")} action={<Button onClick={retry}>{t("retry")}</Button>} />
      </WholePage>
    );
  }
  if (viewer === null) {
    return (
      <WholePage>
        <Loader aria-label={t("opening")} />
      </WholePage>
    );
  }
  const profile = path === "/my/profile";
  return (
    <IntlProvider locale={locale} timeZone={viewer.workspace.timeZone}>
      <ThemeProvider brandColor={viewer.workspace.brandColor}>
        <LearnerFrame key={path} path={path} title={profile ? t("profile") : t("programs")}>
          {profile ? (
            <Suspense fallback={<Waiting />}>
              <MyProfile />
            </Suspense>
          ) : (
            <MyPrograms />
          )}
        </LearnerFrame>
      </ThemeProvider>
    </IntlProvider>
  );
}
