// Members: everybody in the workspace.
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { MembersList } from "~/features/members/MembersList";
import { useCan } from "~/session/permissions";
import { Icon } from "~/ui/icons";
import { ButtonLink } from "~/ui/links";
import { Words } from "~/i18n/Words";
import { Page } from "~/ui/Page";

const route = getRouteApi("/app/members");

/** The list, with the way to add more. */
export function MembersPage() {
  return (
    <Words area="people">
      <Members />
    </Words>
  );
}

function Members() {
  const t = useTranslations("members");
  const can = useCan();
  const navigate = route.useNavigate();
  const add = can("INVITE") ? (
    <ButtonLink to="/add" leftSection={<Icon name="plus" />}>
      {t("add")}
    </ButtonLink>
  ) : undefined;
  return (
    <Page title={t("title")} actions={add}>
      <MembersList search={route.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />
    </Page>
  );
}
