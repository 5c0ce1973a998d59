// What stands in place of a page that can't be shown: a part of it is missing, or something in it went wrong.
import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { isUnloaded, loadAnew } from "~/lib/unloaded";
import { EmptyState } from "./EmptyState";
import { DRAWINGS } from "./drawings";
import { useTitle } from "./useTitle";
import { WholePage } from "./WholePage";

/** The reason, and the way to try again. */
export function Unshown({ error }: { error: unknown }) {
  const t = useTranslations("unshown");
  const common = useTranslations("common");
  useTitle(t("title"));
  useEffect(() => void loadAnew(error), [error]);
  return (
    <EmptyState
      wholePage
      drawing={DRAWINGS.alert}
      title={t("title")}
      text={isUnloaded(error) ? t("missing") : t("broken")}
      action={<Button onClick={() => window.location.reload()}>{common("retry")}</Button>}
    />
  );
}

/** The same where nothing else is drawn. */
export function UnshownWhole({ error }: { error: unknown }) {
  return (
    <WholePage>
      <Unshown error={error} />
    </WholePage>
  );
}
