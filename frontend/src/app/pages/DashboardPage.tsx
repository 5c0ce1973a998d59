// Dashboard › Groups: who joined, over time; and the numbers to take along.
import { Button, Group, Stack } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { type DashboardSearch, GroupHistory } from "~/features/dashboard/GroupHistory";
import { GroupNumbers } from "~/features/dashboard/GroupNumbers";
import { Words } from "~/i18n/Words";
import { useCan } from "~/session/permissions";
import { Icon } from "~/ui/icons";
import { Page } from "~/ui/Page";

const route = getRouteApi("/app/dashboard/groups");

/** The groups that one leads or, as an administrator, all of them. */
export function DashboardPage() {
  return (
    <Words area="dashboard">
      <Dashboard />
    </Words>
  );
}

function Dashboard() {
  const t = useTranslations("dashboard");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = (next: DashboardSearch) => void navigate({ search: next, replace: true, resetScroll: false });
  return (
    <Page title={t("title")} lead={t("lead")} actions={<Downloads search={search.search} />}>
      <Stack gap="lg">
        {search.group === undefined ? null : <GroupHistory id={search.group} search={search} onSearch={onSearch} />}
        <GroupNumbers search={search} onSearch={onSearch} />
      </Stack>
    </Page>
  );
}

function Downloads({ search }: { search: string | undefined }) {
  const t = useTranslations("dashboard");
  const can = useCan();
  const filter = search ? `?search=${encodeURIComponent(search)}` : "";
  if (!can("EXPORT")) return null;
  return (
    <Group gap="xs">
      {(["xlsx", "csv"] as const).map((format) => (
        <Button key={format} component="a" href={`/downloads/groups.${format}${filter}`} download variant="default" leftSection={<Icon name="download" />}>
          {t("download", { format: format.toUpperCase() })}
        </Button>
      ))}
    </Group>
  );
}
