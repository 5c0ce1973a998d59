// What the audit knows to tell of, in the order in which it is offered as a filter.

export const ACTIONS = [
  "api_key.created", "api_key.revoked", "api_key.rotated", "auth.code_issued", "auth.device_ended",
  "auth.password_changed", "auth.password_reset", "auth.signed_in", "auth.signed_out", "batch.undone",
  "bounce.cleared", "group.archived", "group.assigned", "group.created", "group.members_removed", "group.restored",
  "group.role_set", "group.unassigned", "group.updated", "import.cancelled", "import.committed", "import.made",
  "import.mended", "import.sheet_taken", "intake.addGroupEmails", "intake.addGroupMembers",
  "intake.assignGroupToProgram", "intake.assignGroupToSession", "intake.inviteByEmail",
  "intake.registerSessionLearners", "intake.setAccount", "intake.setAccounts", "invitation.accepted",
  "invitation.expired", "invitation.extended", "invitation.link_copied", "invitation.resent", "invitation.revoked",
  "invitation.updated", "letter.reset", "letter.tested", "letter.updated", "member.deactivated",
  "member.deprovisioned", "member.email_change_requested", "member.email_changed", "member.profile_updated",
  "member.provisioned", "member.reactivated", "member.updated", "program.archived", "program.created",
  "program.restored", "program.updated", "session.cancelled", "session.created", "session.learners_removed",
  "session.updated", "upload.kept", "webhook.created", "webhook.deleted", "webhook.disabled", "webhook.replayed",
  "webhook.secret_rotated", "webhook.tested", "webhook.updated", "workspace.created", "workspace.updated",
] as const;
