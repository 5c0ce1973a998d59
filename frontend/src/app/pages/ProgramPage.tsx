// A program's page, and the form for a session of it.
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { CreateSession } from "~/features/programs/CreateSession";
import { ProgramView } from "~/features/programs/ProgramView";

const route = getRouteApi("/app/training/programs/$id");

/** The program named in the address. */
export function ProgramPage() {
  const { id } = route.useParams();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <ProgramView id={id} onCreate={() => setOpened(true)} />
      <CreateSession
        programId={id}
        opened={opened}
        onClose={() => setOpened(false)}
        onCreated={(sid) => void navigate({ to: "/training/programs/$id/sessions/$sid", params: { id, sid } })}
      />
    </>
  );
}
