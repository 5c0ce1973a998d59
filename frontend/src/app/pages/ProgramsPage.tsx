// Training › Programs: the list, and the form for a new one.
import { Button } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { CreateProgram } from "~/features/programs/CreateProgram";
import { ProgramsList } from "~/features/programs/ProgramsList";
import { useCan } from "~/session/permissions";
import { Icon } from "~/ui/icons";
import { Page } from "~/ui/Page";

const route = getRouteApi("/app/training/programs");

/** The list; `?create` opens the form. */
export function ProgramsPage() {
  const t = useTranslations("programs");
  const can = useCan();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const open = (create: boolean) => {
    const { create: _, ...rest } = search;
    void navigate({ search: create ? { ...rest, create } : rest });
  };
  const create = can("MANAGE_PROGRAMS") ? (
    <Button onClick={() => open(true)} leftSection={<Icon name="plus" />}>
      {t("new")}
    </Button>
  ) : undefined;
  return (
    <Page title={t("title")} lead={t("lead")} actions={create}>
      <ProgramsList search={search.search} onSearch={(text) => void navigate({ search: { search: text }, replace: true })} create={create} />
      <CreateProgram
        opened={search.create === true}
        onClose={() => open(false)}
        onCreated={(id) => void navigate({ to: "/training/programs/$id", params: { id }, search: {} })}
      />
    </Page>
  );
}
