// Settings › Intakes › one of them: what each row became.
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { IntakeView } from "~/features/accounts/IntakeView";
import { Words } from "~/i18n/Words";
import { BackLink } from "~/ui/links";
import { Page } from "~/ui/Page";

const route = getRouteApi("/app/settings/intakes/$id");

/** The intake named in the address; which rows are shown stands there too. */
export function IntakePage() {
  return (
    <Words area="accounts">
      <Intake />
    </Words>
  );
}

function Intake() {
  const t = useTranslations("intake");
  const navigate = route.useNavigate();
  const { fate } = route.useSearch();
  return (
    <Page title={t("title")} back={<BackLink to="/settings/intakes">{t("back")}</BackLink>}>
      <IntakeView id={route.useParams().id} fate={fate} onFate={(chosen) => void navigate({ search: chosen ? { fate: chosen } : {}, replace: true, resetScroll: false })} />
    </Page>
  );
}
