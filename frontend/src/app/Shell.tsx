// The frame of the admin app: rooms at the side on a desk, under the thumb on a phone.
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { Fragment } from "react";
import { useTranslations } from "use-intl";
import { CHANGE_KINDS, useLive } from "~/graphql/live";
import { useCan } from "~/session/permissions";
import { useViewer } from "~/session/SessionProvider";
import { Boundary } from "~/ui/Boundary";
import { Icon } from "~/ui/icons";
import { Unshown } from "~/ui/Unshown";
import { WorkspaceMark } from "~/ui/WorkspaceMark";
import { AccountMenu } from "./AccountMenu";
import { type Room, roomsOf } from "./navigation";
import classes from "./Shell.module.css";
import { useRoomsAhead } from "./useRoomsAhead";

/** Frames every page that needs somebody signed in. */
export function Shell() {
  const t = useTranslations("shell");
  const { workspace } = useViewer();
  useLive(useToldKinds());
  useRoomsAhead();
  return (
    <div className={classes.shell}>
      <a href="#main" className="skip-link">
        {t("skip")}
      </a>
      <header className={classes.side}>
        <Link to="/" className={classes.workspace}>
          <WorkspaceMark name={workspace.name} logoUrl={workspace.logoUrl} />
          <span className={classes.name}>{workspace.name}</span>
        </Link>
        <Rooms />
        <div className={classes.account}>
          <AccountMenu />
        </div>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Page />
        <div id="layers" />
      </main>
    </div>
  );
}

/** One boundary for all pages: the router's own, around each part of a path, is drawn anew with each of its steps. */
function Page() {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname ?? "" });
  return (
    <Boundary path={path} instead={Unshown}>
      <Outlet />
    </Boundary>
  );
}

/** One kind that the server may not tell this person would end the whole subscription. */
function useToldKinds() {
  const can = useCan();
  return CHANGE_KINDS.filter((kind) => (kind === "IMPORT" ? can("MANAGE_MEMBERS") : kind === "WEBHOOK" ? can("MANAGE_KEYS") : true));
}

function Rooms() {
  const t = useTranslations("shell");
  const can = useCan();
  const rooms = roomsOf(can);
  return (
    <nav aria-label={t("rooms")} className={classes.rooms}>
      {rooms.map((room, index) => (
        <Fragment key={room.to}>
          {room.part !== undefined && room.part !== rooms[index - 1]?.part ? <span className={classes.part}>{t(`parts.${room.part}`)}</span> : null}
          <RoomLink room={room} />
        </Fragment>
      ))}
    </nav>
  );
}

function RoomLink({ room }: { room: Room }) {
  const t = useTranslations("shell");
  return (
    <Link to={room.to} activeOptions={{ exact: room.to === "/" }} className={classes.room} data-menu={room.inMenu || undefined}>
      <Icon name={room.icon} size={20} />
      <span>{t(room.name)}</span>
    </Link>
  );
}
