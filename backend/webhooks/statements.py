"""The deliveries' SQL. Leases run on clock_timestamp(), which nothing shifts, dates on usher_now()."""

# One subject at a time for each webhook, in the order of its events; one delivery in all for a webhook that
# fails, until it answers again. The lock on the webhook keeps two workers from counting the same room.
CLAIM = """
    WITH hook AS (
        SELECT id, workspace_id, url, secret, CASE WHEN former_until > (SELECT public.usher_now())
            THEN former_secret END AS former, CASE WHEN failures >= $4 THEN 1 ELSE $1 END AS most
        FROM webhooks
        WHERE state = 'ENABLED' AND (SELECT public.outbox_is_open())
            AND (rests_until IS NULL OR rests_until <= (SELECT public.usher_now()))
            AND EXISTS (
                SELECT FROM webhook_deliveries WHERE webhook_id = webhooks.id
                    AND state = 'SCHEDULED' AND next_at <= (SELECT public.usher_now())
            )
        ORDER BY delivered_at NULLS FIRST, id FOR UPDATE SKIP LOCKED
    ), due AS (
        SELECT hook.*, ready.id AS delivery_id FROM hook CROSS JOIN LATERAL (
            SELECT id FROM webhook_deliveries AS delivery
            WHERE webhook_id = hook.id AND state = 'SCHEDULED' AND next_at <= (SELECT public.usher_now())
                AND NOT EXISTS (
                    SELECT FROM webhook_deliveries AS elder
                    WHERE elder.webhook_id = hook.id AND elder.subject_id = delivery.subject_id
                        AND elder.position < delivery.position AND elder.state IN ('SCHEDULED', 'SENDING')
                )
            ORDER BY next_at, position
            LIMIT greatest(0, hook.most - (
                SELECT count(*) FROM webhook_deliveries AS busy
                WHERE busy.webhook_id = hook.id AND busy.state = 'SENDING'
            ))
            FOR UPDATE SKIP LOCKED
        ) AS ready LIMIT $5
    )
    UPDATE webhook_deliveries AS delivery SET state = 'SENDING', lease_token = $2,
        lease_until = clock_timestamp() + $3, last_attempt_at = public.usher_now(),
        first_attempt_at = coalesce(first_attempt_at, public.usher_now())
    FROM due WHERE delivery.id = due.delivery_id
    RETURNING delivery.id, due.id AS webhook_id, url, secret, former, event, data, occurred_at, attempts,
        lease_token AS token
"""

# A worker died or froze with these; whether they arrived is not known, so they go again.
RECLAIM = """
    UPDATE webhook_deliveries SET state = 'SCHEDULED', reason = 'WORKER_GONE', lease_token = NULL,
        lease_until = NULL
    WHERE id IN (
        SELECT id FROM webhook_deliveries WHERE state = 'SENDING' AND lease_until < clock_timestamp()
        LIMIT 5000 FOR UPDATE SKIP LOCKED
    )
    RETURNING id
"""

# A lease that is gone changes nothing: another worker has taken over.
SETTLE = """
    UPDATE webhook_deliveries AS delivery SET
        state = CASE WHEN dead THEN 'FAILED' ELSE became END,
        response_status = status, reason = because, attempts = attempts + 1,
        next_at = CASE WHEN became = 'SCHEDULED' AND NOT dead
            THEN public.usher_now() + delay ELSE next_at END,
        delivered_at = CASE WHEN became = 'DELIVERED' THEN public.usher_now() END,
        lease_token = NULL, lease_until = NULL
    FROM (
        SELECT told.*, became = 'SCHEDULED'
            AND public.usher_now() + told.delay - one.first_attempt_at > $7 AS dead
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::interval[])
            AS told (id, token, became, status, because, delay)
        JOIN webhook_deliveries AS one USING (id)
    ) AS outcomes
    WHERE delivery.id = outcomes.id AND lease_token = token
    RETURNING delivery.workspace_id, webhook_id, state, reason, first_attempt_at
"""

# One success makes a webhook well; failure after failure lets it rest for ever longer. It is disabled where
# it says that it is gone, and where a delivery is given up while nothing else has arrived.
MEND = """
    UPDATE webhooks SET failures = 0, failing_since = NULL, rests_until = NULL,
        delivered_at = public.usher_now()
    WHERE id = ANY($1::uuid[])
"""
WORSEN = """
    UPDATE webhooks SET failures = was.failures + number,
        failing_since = coalesce(was.failing_since, public.usher_now()),
        rests_until = CASE WHEN was.failures + number >= $4 THEN public.usher_now() + $5 * least(
            interval '10 minutes', interval '5 seconds' * power(2, least(was.failures + number - $4, 10))
        ) END,
        state = CASE WHEN ends THEN 'DISABLED' ELSE was.state END,
        disabled_reason = CASE WHEN NOT ends THEN was.disabled_reason
            WHEN gone THEN 'GONE' ELSE 'FAILED_TOO_LONG' END
    FROM (
        SELECT hook.*, number, gone, state = 'ENABLED' AND (
            gone OR given_up IS NOT NULL AND (delivered_at IS NULL OR delivered_at < given_up)
        ) AS ends
        FROM unnest($1::uuid[], $2::int[], $3::bool[], $6::timestamptz[])
            AS worse (webhook_id, number, gone, given_up)
        JOIN webhooks AS hook ON hook.id = webhook_id FOR UPDATE OF hook
    ) AS was
    WHERE webhooks.id = was.id
    RETURNING webhooks.id, webhooks.workspace_id, ends, webhooks.disabled_reason
"""

ERASE_OLD = """
    DELETE FROM webhook_deliveries WHERE id IN (
        SELECT id FROM webhook_deliveries WHERE occurred_at < (SELECT public.usher_now()) - $1::interval
        LIMIT 50000
    )
"""
