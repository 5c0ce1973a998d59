// Home: what needs attention, and the three things most people come to make.
import { useTranslations } from "use-intl";
import { Attention } from "~/features/home/Attention";
import { CreateCards } from "~/features/home/CreateCards";
import { FirstSteps } from "~/features/home/FirstSteps";
import { useCan } from "~/session/permissions";
import { useViewer } from "~/session/SessionProvider";
import { Page } from "~/ui/Page";

/** The first page after signing in. */
export function HomePage() {
  const t = useTranslations("home");
  const can = useCan();
  const { member } = useViewer();
  return (
    <Page title={t("title")} heading={member.firstName ? t("hello", { name: member.firstName }) : t("title")}>
      {can("MANAGE_WORKSPACE") ? <FirstSteps /> : null}
      <CreateCards />
      <Attention />
    </Page>
  );
}
