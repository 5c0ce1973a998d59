// The password fits in several workspaces: which one is meant?
import { Button, Stack } from "@mantine/core";
import { useTranslations } from "use-intl";
import { Door } from "~/ui/Door";
import { WorkspaceMark } from "~/ui/WorkspaceMark";
import classes from "./WorkspaceChoice.module.css";

interface WorkspaceChoiceProps {
  workspaces: readonly { id: string; name: string; slug: string; logoUrl?: string | null }[];
  busy: boolean;
  onChoose: (slug: string) => void;
  onBack: () => void;
}

/** One button for each workspace. */
export function WorkspaceChoice({ workspaces, busy, onChoose, onBack }: WorkspaceChoiceProps) {
  const t = useTranslations("signIn");
  return (
    <Door title={t("which")} lead={t("whichText")}>
      <Stack gap="sm">
        {workspaces.map((workspace) => (
          <Button
            key={workspace.id}
            variant="default"
            size="md"
            fullWidth
            justify="flex-start"
            classNames={{ root: classes.workspace ?? "", label: classes.name ?? "" }}
            disabled={busy}
            leftSection={<WorkspaceMark name={workspace.name} logoUrl={workspace.logoUrl ?? null} size={28} />}
            onClick={() => onChoose(workspace.slug)}
          >
            {workspace.name}
          </Button>
        ))}
        <Button variant="subtle" onClick={onBack}>
          {t("back")}
        </Button>
      </Stack>
    </Door>
  );
}
