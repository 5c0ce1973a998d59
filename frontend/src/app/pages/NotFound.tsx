// What an address that leads nowhere shows.
import { useTranslations } from "use-intl";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { ButtonLink } from "~/ui/links";
import { Page } from "~/ui/Page";

/** A page for wrong addresses, with the way home. */
export function NotFound() {
  const t = useTranslations("notFound");
  return (
    <Page title={t("title")} narrow>
      <EmptyState drawing={PATHS.search} title={t("lead")} text={t("text")} action={<ButtonLink to="/">{t("home")}</ButtonLink>} />
    </Page>
  );
}
