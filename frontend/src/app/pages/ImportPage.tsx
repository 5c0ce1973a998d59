// One import of accounts, from its draft to its report.
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { ImportView } from "~/features/accounts/ImportView";
import { Words } from "~/i18n/Words";
import { BackLink } from "~/ui/links";
import { Page } from "~/ui/Page";

const route = getRouteApi("/app/imports/$id");

/** The import named in the address; which rows are shown stands there too. */
export function ImportPage() {
  return (
    <Words area="accounts">
      <Import />
    </Words>
  );
}

function Import() {
  const t = useTranslations("import");
  const navigate = route.useNavigate();
  const back = (
    <BackLink to="/add" search={{ tab: "accounts" }}>
      {t("back")}
    </BackLink>
  );
  return (
    <Page title={t("title")} back={back}>
      <ImportView id={route.useParams().id} search={route.useSearch()} onSearch={({ fate, from }) => void navigate({ search: { ...(fate ? { fate } : {}), ...(from ? { from } : {}) }, replace: true, resetScroll: false })} />
    </Page>
  );
}
