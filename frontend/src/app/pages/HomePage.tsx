// Home: what needs attention, and the three things most people come to make.
import { useTranslations } from "use-intl";
import { Attention } from "~/features/home/Attention";
import { CreateCards } from "~/features/home/CreateCards";
import { useViewer } from "~/session/SessionProvider";
import { Page } from "~/ui/Page";

/** The first page after signing in. */
export function HomePage() {
  const t = useTranslations("home");
  const { member } = useViewer();
  return (
    <Page title={t("title")} heading={member.firstName ? t("hello", { name: member.firstName }) : t("title")}>
      <CreateCards />
      <Attention />
    </Page>
  );
}
