// Groups: the list, and the form for a new one.
import { Button } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { CreateGroup } from "~/features/groups/CreateGroup";
import { GroupsList } from "~/features/groups/GroupsList";
import { useCan } from "~/session/permissions";
import { Icon } from "~/ui/icons";
import { Page } from "~/ui/Page";

const route = getRouteApi("/app/groups");

/** The list; `?create` opens the form, so that other pages can lead to it. */
export function GroupsPage() {
  const t = useTranslations("groups");
  const can = useCan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const open = (create: boolean) => {
    const { create: _, ...rest } = search;
    void navigate({ search: create ? { ...rest, create } : rest });
  };
  const create = can("CREATE_GROUPS") ? (
    <Button onClick={() => open(true)} leftSection={<Icon name="plus" />}>
      {t("new")}
    </Button>
  ) : undefined;
  return (
    <Page title={t("title")} lead={t("lead")} actions={create}>
      <GroupsList search={search.search} onSearch={(text) => void navigate({ search: { search: text }, replace: true })} create={create} />
      <CreateGroup
        opened={search.create === true}
        onClose={() => open(false)}
        onCreated={(id) => void navigate({ to: "/groups/$id", params: { id }, search: {} })}
      />
    </Page>
  );
}
