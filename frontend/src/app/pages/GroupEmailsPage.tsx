// Groups › group › Members › pencil › Add emails: new people by their addresses.
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { GROUP } from "~/features/groups/documents";
import { GROUP_ROLES } from "~/features/groups/GroupMembers";
import { AddByEmail } from "~/features/invitations/AddByEmail";
import { intoGroup } from "~/features/invitations/doors";
import { Words } from "~/i18n/Words";
import { BackLink, ButtonLink } from "~/ui/links";
import { Page } from "~/ui/Page";

const route = getRouteApi("/app/groups/$id/emails");

/** The form for the group and role named in the address. */
export function GroupEmailsPage() {
  return (
    <Words area="rooms">
      <GroupEmails />
    </Words>
  );
}

function GroupEmails() {
  const t = useTranslations("groups");
  const { id } = route.useParams();
  const wanted = route.useSearch().role;
  const role = GROUP_ROLES.find((known) => known === wanted) ?? "LEARNER";
  const door = useMemo(() => intoGroup(id, role), [id, role]);
  const [{ data }] = useQuery({ query: GROUP, variables: { id } });
  const name = data?.node?.__typename === "Group" ? data.node.name : t("group");
  const search = { role, edit: true };
  const back = (
    <BackLink to="/groups/$id" params={{ id }} search={search}>
      {name}
    </BackLink>
  );
  const next = (
    <ButtonLink to="/groups/$id" params={{ id }} search={search} variant="default">
      {t("backTo", { name })}
    </ButtonLink>
  );
  return (
    <Page title={t(`emails.${role}`)} lead={t(role === "LEARNER" ? "emailsLead" : "emailsLeadOthers")} back={back}>
      <AddByEmail key={door.name} door={door} next={next} />
    </Page>
  );
}
