// Every address of the admin app and the page behind it; a page's code is fetched when it is first opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from "@tanstack/react-router";
import { NotFound } from "./pages/NotFound";
import { SignedIn } from "./SignedIn";

const root = createRootRoute({ component: Outlet });
const app = createRoute({ getParentRoute: () => root, id: "app", component: SignedIn });

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

const home = createRoute({
  getParentRoute: () => app,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/HomePage"), "HomePage"),
});

const add = createRoute({
  getParentRoute: () => app,
  path: "/add",
  validateSearch: (search: Record<string, unknown>): { group?: string } => optional({ group: text(search.group) }),
  component: lazyRouteComponent(() => import("./pages/AddPage"), "AddPage"),
});

const members = createRoute({
  getParentRoute: () => app,
  path: "/members",
  validateSearch: (search: Record<string, unknown>): { search?: string; status?: string; role?: string } =>
    optional({ search: text(search.search), status: text(search.status), role: text(search.role) }),
  component: lazyRouteComponent(() => import("./pages/MembersPage"), "MembersPage"),
});

const member = createRoute({
  getParentRoute: () => app,
  path: "/members/$id",
  component: lazyRouteComponent(() => import("./pages/MemberPage"), "MemberPage"),
});

const invitations = createRoute({
  getParentRoute: () => app,
  path: "/invitations",
  validateSearch: (search: Record<string, unknown>): { search?: string; state?: string } =>
    optional({ search: text(search.search), state: text(search.state) }),
  component: lazyRouteComponent(() => import("./pages/InvitationsPage"), "InvitationsPage"),
});

const groups = createRoute({
  getParentRoute: () => app,
  path: "/groups",
  validateSearch: (search: Record<string, unknown>): { search?: string; create?: boolean } =>
    optional({ search: text(search.search), create: search.create === true ? true : undefined }),
  component: lazyRouteComponent(() => import("./pages/GroupsPage"), "GroupsPage"),
});

const group = createRoute({
  getParentRoute: () => app,
  path: "/groups/$id",
  component: lazyRouteComponent(() => import("./pages/GroupPage"), "GroupPage"),
});

const programs = createRoute({
  getParentRoute: () => app,
  path: "/training/programs",
  validateSearch: (search: Record<string, unknown>): { search?: string; create?: boolean } =>
    optional({ search: text(search.search), create: search.create === true ? true : undefined }),
  component: lazyRouteComponent(() => import("./pages/ProgramsPage"), "ProgramsPage"),
});

const program = createRoute({
  getParentRoute: () => app,
  path: "/training/programs/$id",
  component: lazyRouteComponent(() => import("./pages/ProgramPage"), "ProgramPage"),
});

const session = createRoute({
  getParentRoute: () => app,
  path: "/training/programs/$id/sessions/$sid",
  component: lazyRouteComponent(() => import("./pages/SessionPage"), "SessionPage"),
});

const nowhere = createRoute({ getParentRoute: () => app, path: "$", component: NotFound });

/** Leaves out what is not set, so that addresses stay short. */
function optional<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

export const router = createRouter({
  routeTree: root.addChildren([
    app.addChildren([home, add, members, member, invitations, groups, group, programs, program, session, nowhere]),
  ]),
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultNotFoundComponent: NotFound,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
