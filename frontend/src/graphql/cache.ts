// The admin app's normalised cache: what has no id of its own, and what each mutation makes stale.
import { type Cache, cacheExchange, type KeyGenerator, type UpdateResolver } from "@urql/exchange-graphcache";

const embedded: KeyGenerator = () => null;

const WITHOUT_ID = [
  "Assignment", "Bounce", "FieldChange", "GroupStatistics", "ImportCell", "ImportProgress", "InputError", "IntakeCounts", "IntakePlan", "IntakeRow",
  "InvitationLink", "Letter", "LetterPreview", "LetterWording", "MailForecast", "Membership", "PageInfo", "Reason", "RegistrationReason", "SessionChangePlan", "SessionStatistics", "StatisticsPoint", "Viewer",
  ...["AccountImport", "Assignment", "AuditEvent", "Batch", "Group", "GroupStatistics", "IntakeRow", "Invitation", "Mail", "Member", "Membership", "Program", "Registration", "Session", "Webhook", "WebhookDelivery"]
    .flatMap((name) => [`${name}Connection`, `${name}Edge`]),
];

/** Drops fields of the query root, whatever their arguments, so that those in view are fetched again. */
function forget(cache: Cache, ...names: string[]): void {
  for (const field of cache.inspectFields("Query")) {
    if (names.includes(field.fieldName)) cache.invalidate("Query", field.fieldName, field.arguments);
  }
}

const PEOPLE = ["members", "invitations", "groups", "sessions", "assignments", "node"];

/** After an intake people, invitations and what groups and sessions count may all differ; a preview changes nothing. */
const afterIntake: UpdateResolver = (result, _args, cache) => {
  const [payload] = Object.values(result) as [{ batch?: unknown } | undefined];
  if (payload?.batch) forget(cache, ...PEOPLE);
};

/** The rows of an import are planned anew whenever one of them is mended. */
const afterImport: UpdateResolver = (result, _args, cache) => {
  const [payload] = Object.values(result) as [{ accountImport?: { __typename: string; id: string } } | undefined];
  const key = payload?.accountImport ? cache.keyOfEntity(payload.accountImport) : null;
  if (key === null) return;
  for (const field of cache.inspectFields(key)) {
    if (field.fieldName === "rows") cache.invalidate(key, "rows", field.arguments);
  }
};

const INTAKES = ["inviteByEmail", "setAccount", "addGroupEmails", "addGroupMembers", "registerSessionLearners", "assignGroupToSession", "assignGroupToProgram"];

/** Verbs after which people, their mail and their places may all differ; a preview changes nothing. */
const CHANGES = [
  "removeGroupMembers", "setGroupRole", "unregisterSessionLearners", "unassignGroupFromSession", "unassignGroupFromProgram",
  "updateSession", "cancelSession", "updateGroup", "archiveGroup", "updateProgram", "archiveProgram",
  "updateMember", "deactivateMembers", "reactivateMembers", "changeMemberEmail", "clearBounce",
  "resendInvitations", "revokeInvitations", "extendInvitations", "updateInvitation",
];

const afterChange: UpdateResolver = (_result, args, cache) => {
  const { preview } = args.input as { preview?: boolean };
  if (!preview) forget(cache, ...PEOPLE, "programs");
};

/** What is only asked before changes nothing. */
const afterUndo: UpdateResolver = (_result, args, cache) => {
  const { preview } = args.input as { preview?: boolean };
  if (!preview) forget(cache, ...PEOPLE, "batches");
};

const after =
  (...names: string[]): UpdateResolver =>
  (_result, _args, cache) =>
    forget(cache, ...names);

/** The cache of one signed-in person; it ends with the page. */
export function normalisedCache() {
  return cacheExchange({
    keys: Object.fromEntries(WITHOUT_ID.map((name) => [name, embedded])),
    updates: {
      Mutation: {
        updateImportRows: afterImport,
        commitAccountImport: afterImport,
        createApiKey: after("apiKeys"),
        undoBatch: afterUndo,
        updateLetter: after("letters", "letterPreview"),
        resetLetter: after("letters", "letterPreview"),
        createWebhook: after("webhooks"),
        deleteWebhook: after("webhooks"),
        sendWebhookTest: after("node"),
        createGroup: after("groups"),
        createProgram: after("programs"),
        createSession: after("sessions", "programs", "node"),
        ...Object.fromEntries(INTAKES.map((name) => [name, afterIntake])),
        ...Object.fromEntries(CHANGES.map((name) => [name, afterChange])),
      },
    },
  });
}
