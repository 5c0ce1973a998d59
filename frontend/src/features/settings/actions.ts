// What the audit knows to tell of, in the order in which it is offered as a filter.

export const ACTIONS = [
  "api_key.created", "api_key.revoked", "auth.signed_in", "auth.signed_out", "auth.password_changed", "auth.password_reset",
  "auth.code_issued", "batch.undone", "bounce.cleared", "group.created", "group.updated", "group.assigned", "group.unassigned",
  "group.members_removed", "group.role_set", "import.made", "import.mended", "import.committed", "import.cancelled", "import.sheet_taken",
  "invitation.accepted", "invitation.updated", "invitation.link_copied", "member.updated", "member.email_changed",
  "program.created", "program.updated", "session.created", "session.updated", "session.cancelled", "session.learners_removed",
  "upload.kept", "workspace.updated",
] as const;
