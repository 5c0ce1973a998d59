// The rooms of the app: where each stands, how it is drawn, and what one must be allowed to see it.
import type { Permission } from "~/session/permissions";
import type { IconName } from "~/ui/icons";

export interface Room {
  to: "/" | "/members" | "/invitations" | "/groups" | "/training/programs" | "/dashboard/groups" | "/settings" | "/settings/intakes";
  name: "home" | "members" | "invitations" | "groups" | "programs" | "dashboard" | "settings" | "intakes";
  icon: IconName;
  needs: Permission;
  /** Not shown to those who have this as well: for them it is a part of another room. */
  unless?: Permission;
  /** The heading that it stands under on a desk. */
  part?: "training" | "people";
  /** On a phone it stands in the menu behind one's own name: the bar under the thumb has room for five. */
  inMenu?: boolean;
}

/** In the order in which they are listed; those of one part follow each other. */
export const ROOMS: readonly Room[] = [
  { to: "/", name: "home", icon: "home", needs: "SEE_MEMBERS" },
  { to: "/groups", name: "groups", icon: "groups", needs: "SEE_GROUPS" },
  { to: "/training/programs", name: "programs", icon: "training", needs: "SEE_PROGRAMS", part: "training" },
  { to: "/dashboard/groups", name: "dashboard", icon: "chart", needs: "SEE_STATISTICS", inMenu: true },
  { to: "/members", name: "members", icon: "members", needs: "SEE_MEMBERS", part: "people" },
  { to: "/invitations", name: "invitations", icon: "mail", needs: "SEE_INVITATIONS", part: "people" },
  { to: "/settings", name: "settings", icon: "settings", needs: "MANAGE_WORKSPACE", part: "people", inMenu: true },
  { to: "/settings/intakes", name: "intakes", icon: "sheet", needs: "SEE_BATCHES", unless: "MANAGE_WORKSPACE", part: "people", inMenu: true },
];

/** Those that somebody of these permissions sees. */
export function roomsOf(can: (permission: Permission) => boolean): Room[] {
  return ROOMS.filter(({ needs, unless }) => can(needs) && !(unless && can(unless)));
}
