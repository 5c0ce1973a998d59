// A group's page.
import { getRouteApi } from "@tanstack/react-router";
import { GroupView } from "~/features/groups/GroupView";

const route = getRouteApi("/app/groups/$id");

/** The group named in the address. */
export function GroupPage() {
  return <GroupView id={route.useParams().id} />;
}
