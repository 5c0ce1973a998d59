// Settings › Audit: who did what.
import { getRouteApi } from "@tanstack/react-router";
import { AuditList } from "~/features/settings/AuditList";
import { SettingsFrame } from "~/features/settings/SettingsFrame";
import { Words } from "~/i18n/Words";

const route = getRouteApi("/app/settings/audit");

/** The audit, narrowed as the address says. */
export function AuditPage() {
  const navigate = route.useNavigate();
  return (
    <Words area="settings">
      <SettingsFrame part="audit">
        <AuditList search={route.useSearch()} onSearch={(search) => void navigate({ search, replace: true })} />
      </SettingsFrame>
    </Words>
  );
}
