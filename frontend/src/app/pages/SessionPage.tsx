// A session's page, and the dialogs that change it and who is in it.
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { AssignGroup } from "~/features/grants/AssignGroup";
import { RegisterLearners } from "~/features/grants/RegisterLearners";
import { RemovePlace, TakeOutOfSession } from "~/features/grants/removals";
import { CallOff } from "~/features/programs/CallOff";
import { ChangeSession } from "~/features/programs/ChangeSession";
import type { Session, SessionGroup } from "~/features/programs/documents";
import type { Learner } from "~/features/programs/Registrations";
import { SessionView } from "~/features/programs/SessionView";
import { Words } from "~/i18n/Words";

const route = getRouteApi("/app/training/programs/$id/sessions/$sid");

type Open =
  | { dialog: "group" | "learners" }
  | { dialog: "takeOut"; people: Learner[]; onDone: () => void }
  | { dialog: "removeGroup"; place: SessionGroup }
  | { dialog: "change" | "callOff"; session: Session };

/** The session named in the address. */
export function SessionPage() {
  return (
    <Words area="rooms">
      <SessionWithDialogs />
    </Words>
  );
}

function SessionWithDialogs() {
  const { sid } = route.useParams();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <SessionView
        id={sid}
        onAssign={() => setOpen({ dialog: "group" })}
        onRegister={() => setOpen({ dialog: "learners" })}
        onTakeOut={(people, onDone) => setOpen({ dialog: "takeOut", people, onDone })}
        onRemoveGroup={(place) => setOpen({ dialog: "removeGroup", place })}
        onChange={(session) => setOpen({ dialog: "change", session })}
        onCallOff={(session) => setOpen({ dialog: "callOff", session })}
      />
      <AssignGroup place={{ sessionId: sid }} opened={open?.dialog === "group"} onClose={close} />
      <RegisterLearners sessionId={sid} opened={open?.dialog === "learners"} onClose={close} />
      {open?.dialog === "takeOut" ? <TakeOutOfSession sessionId={sid} people={open.people} onDone={open.onDone} onClose={close} /> : null}
      {open?.dialog === "removeGroup" ? <RemovePlace groupId={open.place.group?.id ?? ""} place={open.place} name={open.place.group?.name ?? ""} onClose={close} /> : null}
      {open?.dialog === "change" ? <ChangeSession session={open.session} onClose={close} /> : null}
      {open?.dialog === "callOff" ? <CallOff session={open.session} onClose={close} /> : null}
    </>
  );
}
