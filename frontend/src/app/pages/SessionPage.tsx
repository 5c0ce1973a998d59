// A session's page, and the choice of a group to put into it.
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { AssignGroup } from "~/features/programs/AssignGroup";
import { SessionView } from "~/features/programs/SessionView";

const route = getRouteApi("/app/training/programs/$id/sessions/$sid");

/** The session named in the address. */
export function SessionPage() {
  const { sid } = route.useParams();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <SessionView id={sid} onAssign={() => setOpened(true)} />
      <AssignGroup sessionId={sid} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}
