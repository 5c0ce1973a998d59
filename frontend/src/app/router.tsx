// Every address of the admin app and the page behind it; a page's code is fetched when it is first opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from "@tanstack/react-router";
import { part } from "~/lib/unloaded";
import { UnshownWhole } from "~/ui/Unshown";
import { client } from "./client";
import { NotFound } from "./pages/NotFound";
import { SignedIn } from "./SignedIn";

const root = createRootRoute({ component: Outlet, errorComponent: UnshownWhole });
const app = createRoute({ getParentRoute: () => root, id: "app", component: SignedIn });

const number = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : undefined);
const flag = (value: unknown) => (value === true ? true : undefined);
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

const home = createRoute({
  getParentRoute: () => app,
  path: "/",
  component: page(() => import("./pages/HomePage"), "HomePage"),
});

const add = createRoute({
  getParentRoute: () => app,
  path: "/add",
  validateSearch: (search: Record<string, unknown>): { group?: string; tab?: string } =>
    optional({ group: text(search.group), tab: text(search.tab) }),
  component: page(() => import("./pages/AddPage"), "AddPage"),
});

const accountImport = createRoute({
  getParentRoute: () => app,
  path: "/imports/$id",
  validateSearch: (search: Record<string, unknown>): { fate?: string; from?: number } =>
    optional({ fate: text(search.fate), from: number(search.from) }),
  component: page(() => import("./pages/ImportPage"), "ImportPage"),
});

const members = createRoute({
  getParentRoute: () => app,
  path: "/members",
  validateSearch: (search: Record<string, unknown>): { search?: string; status?: string; role?: string; bounced?: boolean; order?: string } =>
    optional({ search: text(search.search), status: text(search.status), role: text(search.role), bounced: flag(search.bounced), order: text(search.order) }),
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => quietly(import("~/features/members/search").then(({ ahead }) => ahead(client, deps))),
  component: page(() => import("./pages/MembersPage"), "MembersPage"),
});

const member = createRoute({
  getParentRoute: () => app,
  path: "/members/$id",
  component: page(() => import("./pages/MemberPage"), "MemberPage"),
});

const invitations = createRoute({
  getParentRoute: () => app,
  path: "/invitations",
  validateSearch: (search: Record<string, unknown>): { search?: string; state?: string; mail?: string } =>
    optional({ search: text(search.search), state: text(search.state), mail: text(search.mail) }),
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => quietly(import("~/features/invitations/search").then(({ ahead }) => ahead(client, deps))),
  component: page(() => import("./pages/InvitationsPage"), "InvitationsPage"),
});

const groups = createRoute({
  getParentRoute: () => app,
  path: "/groups",
  validateSearch: (search: Record<string, unknown>): { search?: string; create?: boolean } =>
    optional({ search: text(search.search), create: search.create === true ? true : undefined }),
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => quietly(import("~/features/groups/search").then(({ ahead }) => ahead(client, deps))),
  component: page(() => import("./pages/GroupsPage"), "GroupsPage"),
});

const group = createRoute({
  getParentRoute: () => app,
  path: "/groups/$id",
  validateSearch: (search: Record<string, unknown>): { tab?: string; role?: string; edit?: boolean } =>
    optional({ tab: text(search.tab), role: text(search.role), edit: flag(search.edit) }),
  component: page(() => import("./pages/GroupPage"), "GroupPage"),
});

const groupEmails = createRoute({
  getParentRoute: () => app,
  path: "/groups/$id/emails",
  validateSearch: (search: Record<string, unknown>): { role?: string } => optional({ role: text(search.role) }),
  component: page(() => import("./pages/GroupEmailsPage"), "GroupEmailsPage"),
});

const programs = createRoute({
  getParentRoute: () => app,
  path: "/training/programs",
  validateSearch: (search: Record<string, unknown>): { search?: string; create?: boolean } =>
    optional({ search: text(search.search), create: search.create === true ? true : undefined }),
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => quietly(import("~/features/programs/search").then(({ ahead }) => ahead(client, deps))),
  component: page(() => import("./pages/ProgramsPage"), "ProgramsPage"),
});

const program = createRoute({
  getParentRoute: () => app,
  path: "/training/programs/$id",
  validateSearch: (search: Record<string, unknown>): { tab?: string } => optional({ tab: text(search.tab) }),
  component: page(() => import("./pages/ProgramPage"), "ProgramPage"),
});

const session = createRoute({
  getParentRoute: () => app,
  path: "/training/programs/$id/sessions/$sid",
  component: page(() => import("./pages/SessionPage"), "SessionPage"),
});

const sessionEmails = createRoute({
  getParentRoute: () => app,
  path: "/training/programs/$id/sessions/$sid/emails",
  component: page(() => import("./pages/SessionEmailsPage"), "SessionEmailsPage"),
});

const dashboard = createRoute({
  getParentRoute: () => app,
  path: "/dashboard/groups",
  validateSearch: (search: Record<string, unknown>): { search?: string; group?: string; by?: string; days?: number } =>
    optional({ search: text(search.search), group: text(search.group), by: text(search.by), days: number(search.days) }),
  component: page(() => import("./pages/DashboardPage"), "DashboardPage"),
});

const settings = createRoute({
  getParentRoute: () => app,
  path: "/settings",
  component: page(() => import("./pages/WorkspacePage"), "WorkspacePage"),
});

const keys = createRoute({
  getParentRoute: () => app,
  path: "/settings/keys",
  component: page(() => import("./pages/KeysPage"), "KeysPage"),
});

const letters = createRoute({
  getParentRoute: () => app,
  path: "/settings/letters",
  validateSearch: (search: Record<string, unknown>): { letter?: string; language?: string } => optional({ letter: text(search.letter), language: text(search.language) }),
  component: page(() => import("./pages/LettersPage"), "LettersPage"),
});

const webhooks = createRoute({
  getParentRoute: () => app,
  path: "/settings/webhooks",
  component: page(() => import("./pages/WebhooksPage"), "WebhooksPage"),
});

const batches = createRoute({
  getParentRoute: () => app,
  path: "/settings/intakes",
  component: page(() => import("./pages/IntakesPage"), "IntakesPage"),
});

const batch = createRoute({
  getParentRoute: () => app,
  path: "/settings/intakes/$id",
  validateSearch: (search: Record<string, unknown>): { fate?: string } => optional({ fate: text(search.fate) }),
  component: page(() => import("./pages/IntakePage"), "IntakePage"),
});

const audit = createRoute({
  getParentRoute: () => app,
  path: "/settings/audit",
  validateSearch: (search: Record<string, unknown>): { action?: string; subject?: string; since?: string; until?: string } =>
    optional({ action: text(search.action), subject: text(search.subject), since: text(search.since), until: text(search.until) }),
  component: page(() => import("./pages/AuditPage"), "AuditPage"),
});

const nowhere = createRoute({ getParentRoute: () => app, path: "$", component: NotFound });

/** A page by the name of its part, fetched when it is first opened. */
function page<Module extends object, Name extends keyof Module & string>(load: () => Promise<Module>, name: Name) {
  return lazyRouteComponent(() => part(load()), name);
}

/** What fails here is asked once more by the page, which then says so. */
function quietly(asking: Promise<unknown>): void {
  asking.catch(() => {});
}

/** Leaves out what is not set, so that addresses stay short. */
function optional<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

export const router = createRouter({
  routeTree: root.addChildren([
    app.addChildren([home, add, accountImport, members, member, invitations, groups, group, groupEmails, programs, program, session, sessionEmails, dashboard, settings, letters, keys, webhooks, batches, batch, audit, nowhere]),
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
