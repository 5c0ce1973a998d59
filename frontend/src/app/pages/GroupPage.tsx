// A group's page, and the dialogs that change who is in it and where it stands.
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AddGroupMembers, type GroupRole } from "~/features/grants/AddGroupMembers";
import { AssignPlace } from "~/features/grants/AssignPlace";
import { RemovePlace, TakeOutOfGroup } from "~/features/grants/removals";
import { SetGroupRole } from "~/features/grants/SetGroupRole";
import { GroupView } from "~/features/groups/GroupView";
import type { GroupPlace } from "~/features/groups/documents";
import type { Person } from "~/features/groups/GroupMembers";
import { Words } from "~/i18n/Words";

const route = getRouteApi("/app/groups/$id");

type Open =
  | { dialog: "add"; role: GroupRole }
  | { dialog: "role"; role: GroupRole; people: Person[]; onDone: () => void }
  | { dialog: "takeOut"; people: Person[]; onDone: () => void }
  | { dialog: "program" }
  | { dialog: "remove"; place: GroupPlace };

/** The group named in the address; its open part stands there too. */
export function GroupPage() {
  return (
    <Words area="rooms">
      <Group />
    </Words>
  );
}

function Group() {
  const { id } = route.useParams();
  const navigate = route.useNavigate();
  const programs = useTranslations("grants");
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <GroupView
        id={id}
        search={route.useSearch()}
        onSearch={(search) => void navigate({ search, replace: true, resetScroll: false })}
        onAddMembers={(role) => setOpen({ dialog: "add", role })}
        onSetRole={(role, people, onDone) => setOpen({ dialog: "role", role, people, onDone })}
        onTakeOut={(people, onDone) => setOpen({ dialog: "takeOut", people, onDone })}
        onAddProgram={() => setOpen({ dialog: "program" })}
        onRemovePlace={(place) => setOpen({ dialog: "remove", place })}
      />
      <AddGroupMembers groupId={id} role={open?.dialog === "add" ? open.role : "LEARNER"} opened={open?.dialog === "add"} onClose={close} />
      <AssignPlace groupId={id} opened={open?.dialog === "program"} onClose={close} />
      {open?.dialog === "role" ? <SetGroupRole groupId={id} role={open.role} people={open.people} onDone={open.onDone} onClose={close} /> : null}
      {open?.dialog === "takeOut" ? <TakeOutOfGroup groupId={id} people={open.people} onDone={open.onDone} onClose={close} /> : null}
      {open?.dialog === "remove" ? <RemovePlace groupId={id} place={open.place} name={placeName(open.place, programs("allOf"))} onClose={close} /> : null}
    </>
  );
}

function placeName({ session, program }: GroupPlace, all: string): string {
  return session ? [session.program?.title, session.name].filter(Boolean).join(" · ") : [program?.title, all].filter(Boolean).join(" · ");
}
