// Create › User: adding members by e-mail.
import { useTranslations } from "use-intl";
import { getRouteApi } from "@tanstack/react-router";
import { AddByEmail } from "~/features/invitations/AddByEmail";
import { Page } from "~/ui/Page";

const route = getRouteApi("/app/add");

/** The page for new members; a group in the address is chosen from the start. */
export function AddPage() {
  const t = useTranslations("add");
  const { group } = route.useSearch();
  return (
    <Page title={t("title")} lead={t("lead")}>
      <AddByEmail groupId={group} />
    </Page>
  );
}
