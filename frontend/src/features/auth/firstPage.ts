// Where one begins after signing in: those who make something in the app, the others at their programs.

/** The path of the first page, by what the server lets one do. */
export function firstPage(permissions: readonly string[]): string {
  return permissions.includes("MANAGE_PROGRAMS") ? "/" : "/my";
}
