// Training › Programs › Sessions › session › Add emails: new people by their addresses.
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { AddByEmail } from "~/features/invitations/AddByEmail";
import { intoSession } from "~/features/invitations/doors";
import { SESSION } from "~/features/programs/documents";
import { Words } from "~/i18n/Words";
import { BackLink, ButtonLink } from "~/ui/links";
import { Page } from "~/ui/Page";

const route = getRouteApi("/app/training/programs/$id/sessions/$sid/emails");

/** The form for the session named in the address. */
export function SessionEmailsPage() {
  return (
    <Words area="rooms">
      <SessionEmails />
    </Words>
  );
}

function SessionEmails() {
  const t = useTranslations("sessions");
  const params = route.useParams();
  const door = useMemo(() => intoSession(params.sid), [params.sid]);
  const [{ data }] = useQuery({ query: SESSION, variables: { id: params.sid } });
  const session = data?.node?.__typename === "Session" ? data.node : null;
  const name = session ? [session.program?.title, session.name].filter(Boolean).join(" · ") : t("session");
  const back = (
    <BackLink to="/training/programs/$id/sessions/$sid" params={params}>
      {name}
    </BackLink>
  );
  const next = (
    <ButtonLink to="/training/programs/$id/sessions/$sid" params={params} variant="default">
      {t("backTo")}
    </ButtonLink>
  );
  return (
    <Page title={t("emails")} lead={t("emailsLead")} back={back}>
      <AddByEmail key={door.name} door={door} next={next} />
    </Page>
  );
}
