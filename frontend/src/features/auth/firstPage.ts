// Where one begins after signing in: those who make or lead something in the app, the others at their programs.

/** The path of the first page, by what the server lets one do. */
export function firstPage({ permissions, leadsGroups }: { permissions: readonly string[]; leadsGroups: boolean }): string {
  return leadsGroups || permissions.includes("MANAGE_PROGRAMS") ? "/" : "/my";
}
