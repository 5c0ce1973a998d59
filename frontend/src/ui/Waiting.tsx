// Shows that something is on its way, but only once the wait is long enough to notice.
import { Skeleton, Stack, VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

const NOTICEABLE_MS = 300;

/** Grey rows in the place of a list that is being fetched. */
export function Waiting({ rows = 4, height = 20 }: { rows?: number; height?: number }) {
  const t = useTranslations("common");
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), NOTICEABLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Stack gap="sm" p="md" role="status" mih={rows * (height + 12)}>
      <VisuallyHidden>{t("loading")}</VisuallyHidden>
      {shown ? Array.from({ length: rows }, (_, index) => <Skeleton key={index} height={height} radius="sm" />) : null}
    </Stack>
  );
}
