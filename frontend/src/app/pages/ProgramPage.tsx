// A program's page, the form for a session of it, and the groups that stand in it.
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { AssignGroup } from "~/features/grants/AssignGroup";
import { RemovePlace } from "~/features/grants/removals";
import { CreateSession } from "~/features/programs/CreateSession";
import { ProgramView } from "~/features/programs/ProgramView";
import { Words } from "~/i18n/Words";

const route = getRouteApi("/app/training/programs/$id");

type Open = { dialog: "session" | "group" } | { dialog: "remove"; groupId: string; title: string };

/** The program named in the address; its open part stands there too. */
export function ProgramPage() {
  return (
    <Words area="rooms">
      <ProgramWithDialogs />
    </Words>
  );
}

function ProgramWithDialogs() {
  const { id } = route.useParams();
  const navigate = route.useNavigate();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <ProgramView
        id={id}
        tab={route.useSearch().tab}
        onTab={(tab) => void navigate({ search: tab === "sessions" ? {} : { tab }, replace: true, resetScroll: false })}
        onCreate={() => setOpen({ dialog: "session" })}
        onAssign={() => setOpen({ dialog: "group" })}
        onRemoveGroup={(group, program) => setOpen({ dialog: "remove", groupId: group.id, title: program.title })}
      />
      <CreateSession
        programId={id}
        opened={open?.dialog === "session"}
        onClose={close}
        onCreated={(sid) => void navigate({ to: "/training/programs/$id/sessions/$sid", params: { id, sid } })}
      />
      <AssignGroup place={{ programId: id }} opened={open?.dialog === "group"} onClose={close} />
      {open?.dialog === "remove" ? <RemovePlace groupId={open.groupId} place={{ program: { id } }} name={open.title} onClose={close} /> : null}
    </>
  );
}
