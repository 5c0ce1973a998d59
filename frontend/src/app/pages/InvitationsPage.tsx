// Invitations: who was invited and what became of it.
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { InvitationsList } from "~/features/invitations/InvitationsList";
import { Words } from "~/i18n/Words";
import { Page } from "~/ui/Page";

const route = getRouteApi("/app/invitations");

/** The list of invitations. */
export function InvitationsPage() {
  return (
    <Words area="people">
      <Invitations />
    </Words>
  );
}

function Invitations() {
  const t = useTranslations("invitations");
  const navigate = route.useNavigate();
  return (
    <Page title={t("title")} lead={t("lead")}>
      <InvitationsList search={route.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />
    </Page>
  );
}
