// Settings › Workspace.
import { SettingsFrame } from "~/features/settings/SettingsFrame";
import { WorkspaceForm } from "~/features/settings/WorkspaceForm";
import { Words } from "~/i18n/Words";

/** Name, calendar, brand, sender and policies of the workspace. */
export function WorkspacePage() {
  return (
    <Words area="settings">
      <SettingsFrame part="workspace">
        <WorkspaceForm />
      </SettingsFrame>
    </Words>
  );
}
