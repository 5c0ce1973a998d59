"""Webhooks, what is owed to them, and the triggers that owe it in the transaction of each change."""

from tortoise import migrations
from tortoise.migrations import operations as ops

WEBHOOKS = """
    CREATE TABLE webhooks (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
        url text NOT NULL,
        description text NOT NULL,
        events text[] NOT NULL,
        state text NOT NULL,
        disabled_reason text,
        secret bytea NOT NULL,
        former_secret bytea,
        former_until timestamptz,
        failures int NOT NULL DEFAULT 0,
        failing_since timestamptz,
        rests_until timestamptz,
        delivered_at timestamptz,
        created_by uuid,
        created_at timestamptz NOT NULL
    )
"""
# `data` is what the event tells, with plain ids; `subject_id` is whom or what it is about: one after the
# other, by `position`.
DELIVERIES = """
    CREATE TABLE webhook_deliveries (
        id uuid PRIMARY KEY DEFAULT public.usher_uuid7(),
        workspace_id uuid NOT NULL,
        webhook_id uuid NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
        position bigint GENERATED ALWAYS AS IDENTITY,
        event text NOT NULL,
        subject_id uuid NOT NULL,
        data jsonb NOT NULL,
        occurred_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'SCHEDULED',
        attempts int NOT NULL DEFAULT 0,
        next_at timestamptz NOT NULL,
        first_attempt_at timestamptz,
        last_attempt_at timestamptz,
        delivered_at timestamptz,
        response_status int,
        reason text,
        lease_token uuid,
        lease_until timestamptz
    )
"""
INDEXES = [
    "CREATE INDEX webhooks_of_workspace ON webhooks (workspace_id, created_at, id)",
    "CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_at, position) "
    "WHERE state = 'SCHEDULED'",
    "CREATE INDEX webhook_deliveries_open ON webhook_deliveries (webhook_id, subject_id, position) "
    "WHERE state IN ('SCHEDULED', 'SENDING')",
    "CREATE INDEX webhook_deliveries_leased ON webhook_deliveries (webhook_id, lease_until) "
    "WHERE state = 'SENDING'",
    "CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (webhook_id, occurred_at, id)",
    "CREATE INDEX webhook_deliveries_old ON webhook_deliveries (occurred_at)",
]

MEMBER = """jsonb_build_object(
    'memberId', {m}.id, 'email', {m}.email, 'username', {m}.username, 'externalId', {m}.external_id,
    'firstName', {m}.first_name, 'lastName', {m}.last_name, 'language', {m}.language, 'role', {m}.role,
    'status', CASE WHEN {m}.deactivated_at IS NOT NULL THEN 'DEACTIVATED'
        WHEN {m}.activated_at IS NULL THEN 'INVITED' ELSE 'ACTIVE' END,
    'labels', {m}.labels, 'deactivatesOn', {m}.deactivates_on)"""
# Never null: what can't be told must not undo the change itself.
WHO = """coalesce((
    SELECT jsonb_build_object('memberId', id, 'email', email, 'username', username, 'externalId', external_id)
    FROM public.members WHERE id = {m}), '{{}}')"""
INVITATION = """jsonb_build_object('invitationId', {i}.id, 'role', {i}.role, 'createdAt', {i}.created_at,
    'expiresAt', {i}.expires_at, 'batchId', {i}.batch_id)"""
REGISTRATION = """jsonb_build_object('registrationId', {r}.id, 'sessionId', {r}.session_id,
    'programId', (SELECT program_id FROM public.sessions WHERE id = {r}.session_id))"""

# What each statement's rows have to tell: a query of workspace, event, subject, data.
TOLD = {
    ("members", "INSERT"): f"""
        SELECT workspace_id, 'member.created' AS event, id AS subject_id, {MEMBER.format(m="now")} AS data
        FROM now""",
    ("members", "UPDATE"): f"""
        SELECT workspace_id, event, id AS subject_id, data || jsonb_build_object('changed', changed) AS data
        FROM (
            SELECT now.workspace_id, now.id, told.data, CASE
                WHEN was.deactivated_at IS NULL AND now.deactivated_at IS NOT NULL THEN 'member.deactivated'
                WHEN was.deactivated_at IS NOT NULL AND now.deactivated_at IS NULL THEN 'member.reactivated'
                ELSE 'member.updated' END AS event, ARRAY(
                    SELECT key FROM jsonb_each(told.data) AS one JOIN jsonb_each({MEMBER.format(m="was")}) AS other
                    USING (key) WHERE one.value IS DISTINCT FROM other.value ORDER BY key
                ) AS changed
            FROM was JOIN now USING (id) CROSS JOIN LATERAL (SELECT {MEMBER.format(m="now")} AS data) AS told
        ) AS compared
        WHERE changed <> '{{}}'""",
    ("invitations", "UPDATE"): f"""
        SELECT now.workspace_id, 'invitation.' || lower(now.state) AS event, now.member_id AS subject_id,
            {WHO.format(m="now.member_id")} || {INVITATION.format(i="now")} AS data
        FROM was JOIN now USING (id)
        WHERE now.state <> was.state AND now.state IN ('ACCEPTED', 'EXPIRED', 'REVOKED')""",
    ("mails", "UPDATE"): f"""
        SELECT now.workspace_id, CASE now.kind WHEN 'workspace_invitation' THEN 'invitation.'
            ELSE 'program_invitation.' END || lower(now.state) AS event, now.member_id AS subject_id,
            {WHO.format(m="now.member_id")} || jsonb_build_object('sentTo', now.sent_to)
            || CASE WHEN now.state = 'BOUNCED'
                THEN jsonb_build_object('smtpCode', now.smtp_code, 'smtpReply', now.smtp_reply)
                ELSE '{{}}' END
            || coalesce(CASE now.kind WHEN 'workspace_invitation'
                THEN (SELECT {INVITATION.format(i="i")} FROM public.invitations AS i WHERE i.id = now.subject_id)
                ELSE (SELECT {REGISTRATION.format(r="r")} FROM public.registrations AS r
                    WHERE r.id = now.subject_id) END, '{{}}') AS data
        FROM was JOIN now USING (id)
        WHERE now.state <> was.state AND now.member_id IS NOT NULL AND (
            now.kind = 'workspace_invitation' AND now.state IN ('SENT', 'DELIVERED', 'BOUNCED')
            OR now.kind = 'program_invitation' AND now.state = 'SENT')""",
    ("registrations", "INSERT"): f"""
        SELECT workspace_id, 'registration.created' AS event, member_id AS subject_id,
            {WHO.format(m="now.member_id")} || {REGISTRATION.format(r="now")} AS data
        FROM now WHERE ended_at IS NULL""",
    ("registrations", "UPDATE"): f"""
        SELECT now.workspace_id, CASE WHEN now.ended_at IS NULL THEN 'registration.created'
            ELSE 'registration.ended' END AS event, now.member_id AS subject_id,
            {WHO.format(m="now.member_id")} || {REGISTRATION.format(r="now")} AS data
        FROM was JOIN now USING (id) WHERE (was.ended_at IS NULL) <> (now.ended_at IS NULL)""",
    ("account_imports", "UPDATE"): """
        SELECT now.workspace_id, 'import.finished' AS event, now.id AS subject_id, jsonb_build_object(
            'importId', now.id, 'batchId', now.batch_id, 'state', now.state, 'counts', now.counts,
            'total', now.total, 'written', now.written) AS data
        FROM was JOIN now USING (id)
        WHERE was.finished_at IS NULL AND now.finished_at IS NOT NULL AND now.started_at IS NOT NULL""",
}


def trigger(table: str, verb: str) -> list[str]:
    """Owes the events of one statement, as a set.

    Nested loops over rows in transition are quadratic where a plan made for one row meets ten thousand.
    """
    name = f"webhooks_of_{table}_{verb.lower()}"
    rows = "NEW TABLE AS now" if verb == "INSERT" else "OLD TABLE AS was NEW TABLE AS now"
    return [
        f"""
        CREATE FUNCTION public.{name}() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$ BEGIN
            IF EXISTS (SELECT FROM public.webhooks) THEN
                INSERT INTO public.webhook_deliveries
                    (workspace_id, webhook_id, event, subject_id, data, occurred_at, next_at)
                SELECT hook.workspace_id, hook.id, told.event, told.subject_id, told.data,
                    public.usher_now(), public.usher_now()
                FROM ({TOLD[table, verb]}) AS told
                JOIN public.webhooks AS hook
                    ON hook.workspace_id = told.workspace_id AND told.event = ANY (hook.events);
            END IF;
            RETURN NULL;
        END $$
        """,
        f"""
        CREATE TRIGGER {name} AFTER {verb} ON {table} REFERENCING {rows}
        FOR EACH STATEMENT EXECUTE FUNCTION public.{name}()
        """,
    ]


def walls(table: str) -> list[str]:
    """The app sees its workspace, the worker all of them."""
    mine = "workspace_id = (SELECT nullif(current_setting('usher.workspace', true), '')::uuid)"
    return [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO usher_app, usher_worker",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY mine ON {table} TO usher_app USING ({mine}) WITH CHECK ({mine})",
        f"CREATE POLICY every ON {table} TO usher_worker USING (true) WITH CHECK (true)",
    ]


class Migration(migrations.Migration):
    """No models: only plain statements speak to these tables."""

    dependencies = [("usher", "0017_letter_wordings")]

    operations = [
        ops.RunSQL([WEBHOOKS, DELIVERIES, *INDEXES, *walls("webhooks"), *walls("webhook_deliveries")]),
        ops.RunSQL([statement for table, verb in TOLD for statement in trigger(table, verb)]),
    ]
