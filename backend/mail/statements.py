"""The outbox's SQL. Leases run on clock_timestamp(), which nothing shifts, dates on usher_now()."""

# `(…) IS TRUE` and LATERAL keep each bundle a look-up by its key, however wrong the statistics are.
CLAIM = """
    WITH ready AS (
        SELECT id, kind, bundle_key, data_at FROM mails AS mail
        WHERE state = 'SCHEDULED' AND waits_for IS NULL AND bundled_into IS NULL
            AND next_at <= (SELECT public.usher_now()) AND kind = ANY($1)
            AND (SELECT public.outbox_is_open())
            AND (bundle_key IS NULL OR data_at IS NOT NULL OR NOT EXISTS (
                SELECT FROM mails AS elder
                WHERE elder.bundle_key = mail.bundle_key AND elder.id < mail.id
                    AND elder.kind = mail.kind AND elder.state = 'SCHEDULED' AND elder.data_at IS NULL
                    AND elder.waits_for IS NULL AND elder.bundled_into IS NULL
                    AND (elder.next_at <= (SELECT public.usher_now())) IS TRUE
            ))
        ORDER BY next_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
    ), siblings AS (  -- those that fall due with it leave with it
        SELECT sibling.id, ready.id AS leader FROM ready CROSS JOIN LATERAL (
            SELECT id FROM mails AS mail
            WHERE ready.data_at IS NULL AND mail.data_at IS NULL AND mail.id > ready.id
                AND mail.bundle_key = ready.bundle_key AND mail.kind = ready.kind
                AND state = 'SCHEDULED' AND waits_for IS NULL AND bundled_into IS NULL
                AND (next_at <= (SELECT public.usher_now())) IS TRUE
            FOR UPDATE SKIP LOCKED
        ) AS sibling
    ), followers AS (  -- those that may have left with it already go again with it
        SELECT follower.id, ready.id AS leader FROM ready CROSS JOIN LATERAL (
            SELECT id FROM mails AS mail
            WHERE ready.data_at IS NOT NULL AND mail.bundled_into = ready.id AND state = 'SCHEDULED'
            FOR UPDATE SKIP LOCKED
        ) AS follower
    ), taken AS (
        SELECT id, NULL::uuid AS leader FROM ready
        UNION ALL SELECT * FROM siblings
        UNION ALL SELECT * FROM followers
    )
    -- By an array: a join would be planned for as many rows as wait, and read the whole table.
    UPDATE mails SET state = 'QUEUED', lease_token = $3, lease_until = clock_timestamp() + $4,
        first_attempt_at = coalesce(first_attempt_at, public.usher_now()),
        bundled_into = (SELECT leader FROM taken WHERE taken.id = mails.id)
    WHERE id = ANY(ARRAY(SELECT id FROM taken))
    RETURNING id, workspace_id, kind, message_id, version, attempts, first_attempt_at,
        coalesce(bundled_into, id) AS leader, lease_token AS token, data_at IS NOT NULL AS maybe_out
"""

# A worker died or froze with these. What had passed the fence may have left: it goes again as the same
# bytes. A sibling whose leader was already recorded shares the leader's fate.
RECLAIM = """
    WITH dead AS (
        SELECT id, bundled_into FROM mails
        WHERE state IN ('QUEUED', 'SENDING') AND lease_until < clock_timestamp() AND lease_token <> ALL($1)
        LIMIT 5000 FOR UPDATE SKIP LOCKED
    )
    UPDATE mails SET
        state = CASE WHEN leader.id IS NULL THEN 'SCHEDULED' ELSE leader.state END,
        reason = CASE WHEN leader.id IS NULL THEN 'WORKER_GONE' ELSE leader.reason END,
        sent_at = leader.sent_at, sent_to = leader.sent_to,
        smtp_code = coalesce(leader.smtp_code, mails.smtp_code),
        smtp_reply = coalesce(leader.smtp_reply, mails.smtp_reply),
        bundled_into = CASE WHEN mails.data_at IS NULL THEN NULL ELSE mails.bundled_into END,
        lease_token = NULL, lease_until = NULL
    FROM dead LEFT JOIN mails AS leader
        ON leader.id = dead.bundled_into AND leader.state IN ('SENT', 'DELIVERED', 'BOUNCED', 'FAILED')
    WHERE mails.id = dead.id
    RETURNING mails.id
"""

LOCK_HELD = """
    SELECT id, (SELECT public.outbox_is_open()) AS is_open FROM mails
    JOIN unnest($1::uuid[], $2::uuid[], $3::int[]) AS held (id, token, held_version) USING (id)
    WHERE lease_token = token AND version = held_version AND state = ANY($4)
    FOR UPDATE OF mails SKIP LOCKED
"""

HEARTBEAT = """
    UPDATE mails SET lease_until = clock_timestamp() + $3
    WHERE id IN (
        SELECT id FROM mails JOIN unnest($1::uuid[], $2::uuid[]) AS held (id, token) USING (id)
        WHERE lease_token = token FOR UPDATE OF mails SKIP LOCKED
    )
"""

STILL_HELD = """
    SELECT id FROM mails JOIN unnest($1::uuid[], $2::uuid[]) AS held (id, token) USING (id)
    WHERE lease_token = token
"""

LET_THROUGH = """
    UPDATE mails SET state = 'SENDING', data_at = clock_timestamp(), lease_until = clock_timestamp() + $2
    WHERE id = ANY($1)
"""

SETTLE = """
    UPDATE mails SET
        state = CASE WHEN dead THEN 'FAILED' ELSE became END,
        reason = CASE WHEN dead THEN 'GAVE_UP' ELSE because END,
        smtp_code = coalesce(code, smtp_code), smtp_reply = coalesce(reply, smtp_reply),
        attempts = attempts + burned,
        next_at = CASE WHEN became = 'SCHEDULED' AND NOT dead
            THEN public.usher_now() + delay ELSE next_at END,
        data_at = CASE WHEN became = 'SENT' OR unsure THEN data_at END,
        first_attempt_at = CASE WHEN attempts + burned = 0 AND became = 'SCHEDULED' AND NOT unsure
            THEN NULL ELSE first_attempt_at END,
        bundled_into = CASE WHEN became = 'SENT' OR unsure THEN bundled_into END,
        sent_at = CASE WHEN became = 'SENT' THEN public.usher_now() END,
        sent_to = CASE WHEN became = 'SENT' THEN address_used END,
        lease_token = NULL, lease_until = NULL
    FROM (
        SELECT told.*, became = 'SCHEDULED' AND told.burned > 0
            AND public.usher_now() - mail.first_attempt_at >= $9 AS dead
        FROM unnest(
            $1::uuid[], $2::text[], $3::text[], $4::int[], $5::text[], $6::interval[], $7::int[], $8::bool[],
            $10::text[]
        ) AS told (id, became, because, code, reply, delay, burned, unsure, address_used)
        JOIN mails AS mail USING (id)
    ) AS outcomes
    WHERE mails.id = outcomes.id
    RETURNING mails.id, mails.kind, state
"""

SUPPRESS = """
    INSERT INTO suppressions (id, workspace_id, email_key, reason, mail_id, created_at)
    SELECT id, workspace_id, email_key, reason, mail_id, public.usher_now()
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[])
        AS bounced (id, workspace_id, email_key, reason, mail_id)
    ON CONFLICT (workspace_id, email_key) DO NOTHING
"""

# What waited for a mail is free once it was accepted or withdrawn, and withdrawn once it can't arrive.
HAND_ON = """
    WITH waiting AS (
        SELECT mail.id, awaited.state IN ('BOUNCED', 'FAILED') AS in_vain
        FROM mails AS mail
        CROSS JOIN LATERAL (SELECT state FROM mails WHERE id = mail.waits_for OFFSET 0) AS awaited
        WHERE mail.waits_for IS NOT NULL {aim} AND awaited.state NOT IN ('SCHEDULED', 'QUEUED', 'SENDING')
        FOR UPDATE OF mail SKIP LOCKED
    )
    UPDATE mails SET waits_for = NULL,
        state = CASE WHEN in_vain AND state = 'SCHEDULED' THEN 'CANCELLED' ELSE state END,
        reason = CASE WHEN in_vain AND state = 'SCHEDULED' THEN 'INVITATION_NOT_DELIVERED' ELSE reason END,
        version = version + CASE WHEN in_vain THEN 1 ELSE 0 END
    FROM waiting WHERE mails.id = waiting.id
    RETURNING mails.id, state
"""

# A newer version may write kinds that this worker can't read: left for another worker, marked so that
# people can see them, and given up when none has come.
SET_UNKNOWN_ASIDE = """
    WITH unknown AS (
        SELECT id, next_at < (SELECT public.usher_now()) - $2::interval AS given_up FROM mails
        WHERE state = 'SCHEDULED' AND waits_for IS NULL AND kind <> ALL($1)
            AND next_at < (SELECT public.usher_now()) - interval '1 minute'
            AND (reason IS DISTINCT FROM 'UNKNOWN_KIND'
                OR next_at < (SELECT public.usher_now()) - $2::interval)
        LIMIT 1000 FOR UPDATE SKIP LOCKED
    )
    UPDATE mails SET reason = 'UNKNOWN_KIND', state = CASE WHEN given_up THEN 'FAILED' ELSE state END
    FROM unknown WHERE mails.id = unknown.id
"""
