// Settings › Intakes: what came in, and taking it back.
import { IntakesList } from "~/features/settings/IntakesList";
import { SettingsFrame } from "~/features/settings/SettingsFrame";
import { Words } from "~/i18n/Words";

/** Every intake of the workspace. */
export function IntakesPage() {
  return (
    <Words area="settings">
      <SettingsFrame part="intakes">
        <IntakesList />
      </SettingsFrame>
    </Words>
  );
}
