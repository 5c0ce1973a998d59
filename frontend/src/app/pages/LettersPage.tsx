// Settings › Letters.
import { getRouteApi } from "@tanstack/react-router";
import { LettersView } from "~/features/settings/LettersView";
import { SettingsFrame } from "~/features/settings/SettingsFrame";
import { Words } from "~/i18n/Words";

const route = getRouteApi("/app/settings/letters");

/** What the mails say, to be read, changed and tried. */
export function LettersPage() {
  const navigate = route.useNavigate();
  return (
    <Words area="settings">
      <SettingsFrame part="letters">
        <LettersView search={route.useSearch()} onSearch={(search) => void navigate({ search, replace: true, resetScroll: false })} />
      </SettingsFrame>
    </Words>
  );
}
