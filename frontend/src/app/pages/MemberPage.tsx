// A member's page.
import { getRouteApi } from "@tanstack/react-router";
import { MemberProfile } from "~/features/members/MemberProfile";

const route = getRouteApi("/app/members/$id");

/** The member named in the address. */
export function MemberPage() {
  return <MemberProfile id={route.useParams().id} />;
}
