"""The worker process: what it does when it is poked, by the clock, and again and again to be sure."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit

import orjson
import uvloop
from arq import cron, func
from arq.connections import ArqRedis
from arq.cron import CronJob
from arq.typing import StartupShutdown
from arq.worker import Worker
from redis.exceptions import ResponseError

from backend.accounts.files import erase_uploads
from backend.accounts.imports.finishing import erase_imports
from backend.accounts.imports.importer import Importer
from backend.accounts.imports.planning import RUN_IMPORTS
from backend.accounts.imports.running import HASH_PASSWORDS
from backend.accounts.letters import ACCOUNT_LINKS, ACCOUNT_PASSWORDS
from backend.api.broker import QUEUE, Broker, dumps, redis_settings
from backend.api.health import Part, database_parts, health_routes
from backend.api.live import Live
from backend.api.metrics import operators_port
from backend.auth.actions.clear_ended import clear_ended
from backend.auth.letters import EMAIL_CHANGES, PASSWORD_RESETS
from backend.core import settings
from backend.core.brokers import hang_up
from backend.core.db import close_database, open_database
from backend.core.logs import log_to_stderr
from backend.core.memory import tidy_rarely
from backend.core.settings import Settings
from backend.core.tasks import STUCK, Sweep, Task, do
from backend.core.work import messenger
from backend.groups.numbers import count_changed_groups
from backend.invitations.clear_bounce import WITHDRAW_FROM_BOUNCED, withdraw_from_bounced
from backend.invitations.close_sessions import close_sessions
from backend.invitations.deactivate_members import deactivate_due_members
from backend.invitations.expire_invitations import expire_invitations
from backend.invitations.invariants import ENDED, GRANTS
from backend.invitations.letters import INVITATION_REMINDERS, WORKSPACE_INVITATIONS
from backend.invitations.session_letters import SESSION_LETTERS
from backend.invitations.sort_renamed_members import sort_renamed_members
from backend.invitations.warnings import DEACTIVATION_WARNINGS
from backend.mail.actions import DELIVER
from backend.mail.courier import Courier
from backend.mail.gate import watch_gate
from backend.mail.invariants import OUTBOX, reconcile
from backend.mail.letters import registry
from backend.mail.relay import Relay
from backend.members.send_test_letter import LETTER_TESTS
from backend.models import tortoise_config
from backend.webhooks.dispatcher import Dispatcher
from backend.webhooks.outbox import DELIVER_WEBHOOKS, erase_old
from backend.webhooks.post import Post

log = logging.getLogger(__name__)

HANDLERS = registry(
    WORKSPACE_INVITATIONS,
    INVITATION_REMINDERS,
    *SESSION_LETTERS,
    DEACTIVATION_WARNINGS,
    PASSWORD_RESETS,
    EMAIL_CHANGES,
    ACCOUNT_LINKS,
    ACCOUNT_PASSWORDS,
    LETTER_TESTS,
)
INVARIANTS = (*OUTBOX, *GRANTS, *ENDED)

SWEEP = 2.0  # seconds: how late anything is that Redis forgot
RECONCILE = 300.0
LAST_SENDS = 25.0  # to finish what is on its way when asked to end
LISTEN_AGAIN = 1.0  # after Redis went away


def main() -> None:
    """Work until SIGTERM or SIGINT; then finish what is on its way and leave."""
    current = settings.current()
    log_to_stderr(current.log_level)
    uvloop.run(work(current))


async def work(current: Settings) -> None:
    """The whole process, with the settings given."""
    ended = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, ended.set)
    await open_database(tortoise_config(_given(current.database_url), connections=10))
    hello = urlsplit(current.public_url).hostname or "localhost"
    relay = Relay(_given(current.smtp_url), hello, current.mail_connections, current.time_scale)
    courier, importer = Courier(relay, HANDLERS, current.time_scale), Importer(current.time_scale)
    dispatcher = Dispatcher(
        Post(loopback=current.webhooks_to_loopback, scale=current.time_scale), current.time_scale
    )
    tasks = all_tasks(courier, importer, dispatcher, current.time_scale)
    broker = Broker(current.redis_url)
    messenger.poke, messenger.announce = _poke_oneself(tasks), Live(current.redis_url, broker).announce
    sweep = Sweep(tasks, SWEEP * current.time_scale)
    lasting = [
        asyncio.create_task(_forever(courier.run, ended)),
        asyncio.create_task(_forever(courier.keep_leases, ended)),
        asyncio.create_task(_forever(dispatcher.run, ended)),
        asyncio.create_task(_forever(importer.run, ended)),
        asyncio.create_task(_forever(importer.hash, ended)),
        asyncio.create_task(sweep.forever()),
        asyncio.create_task(_reconcile(RECONCILE * current.time_scale)),
        asyncio.create_task(_listen(_given(current.redis_url), tasks)),
    ]
    parts = database_parts() | {"broker": Part(broker.ping, needed=False)}
    async with operators_port(current.metrics_listen, health_routes(parts, lambda: sweep.age < STUCK)):
        tidy_rarely()
        log.info("worker is ready")
        await ended.wait()
    await _leave(courier, dispatcher, lasting, current.time_scale)
    await importer.close()
    await broker.close()


def all_tasks(courier: Courier, importer: Importer, dispatcher: Dispatcher, scale: float) -> tuple[Task, ...]:
    """Everything a worker does by name; each may be done again at any time."""
    return (
        Task(DELIVER, courier.wake),
        Task("recover_mails", courier.recover),
        Task("free_waiting_mails", courier.free_waiting, every=10 * scale),
        Task("watch_gate", watch_gate, every=60),
        Task("clear_ended", clear_ended, every=3600),
        Task("erase_uploads", erase_uploads, every=600),
        Task(RUN_IMPORTS, importer.wake),
        Task(HASH_PASSWORDS, importer.wake_hashers),
        Task("erase_imports", erase_imports, every=600),
        Task("close_sessions", close_sessions, every=60 * scale),
        Task("deactivate_due_members", deactivate_due_members, every=10 * scale),
        Task("sort_renamed_members", sort_renamed_members),
        Task("count_changed_groups", count_changed_groups, every=5 * scale),
        Task("expire_invitations", expire_invitations, every=60 * scale),
        Task(DELIVER_WEBHOOKS, dispatcher.wake),
        Task("recover_webhooks", dispatcher.recover, every=10 * scale),
        Task("erase_webhook_log", erase_old, every=600),
        Task(WITHDRAW_FROM_BOUNCED, withdraw_from_bounced, every=10 * scale),
    )


async def _leave(
    courier: Courier, dispatcher: Dispatcher, lasting: Sequence[asyncio.Task[None]], scale: float
) -> None:
    """Stop picking up work first; leases are kept until the last mail is settled."""
    log.info("worker is asked to end; it finishes what is on its way")
    lasting[-1].cancel()
    await asyncio.gather(courier.stop(LAST_SENDS * scale), dispatcher.stop(LAST_SENDS * scale))
    for task in lasting:
        task.cancel()
    await asyncio.gather(*lasting, return_exceptions=True)
    await close_database()
    log.info("worker has ended")


async def _forever(run: Callable[[], Awaitable[None]], ended: asyncio.Event) -> None:
    """Start it again whenever it breaks off, until the process is asked to end."""
    while not ended.is_set():
        try:
            await run()
        except Exception:
            log.exception("a loop broke off and starts again")
            await asyncio.sleep(1)


async def _reconcile(pause: float) -> None:
    while True:
        await asyncio.sleep(pause)
        try:
            await reconcile(INVARIANTS)
        except Exception:
            log.exception("the invariants could not be checked")


async def _listen(url: str, tasks: Sequence[Task]) -> None:
    """Hear pokes for as long as the process lives; arq's own loop ends whenever Redis blinks."""
    away = False

    async def started(ctx: dict[Any, Any]) -> None:
        nonlocal away
        away = False
        log.info("worker hears pokes")
        await _check_redis(ctx["redis"])

    while True:
        worker = _arq_worker(url, tasks, started)
        try:
            await worker.async_run()
        except Exception as error:
            if not away:
                log.warning("Redis is away (%s); mail still leaves, found by the sweep", type(error).__name__)
            away = True
        finally:
            await _close(worker)
        await asyncio.sleep(LISTEN_AGAIN)


async def _check_redis(redis: ArqRedis) -> None:
    """Say what would make Redis forget; some servers don't tell."""
    with contextlib.suppress(ResponseError):
        policy = (await redis.config_get("maxmemory-policy")).get("maxmemory-policy", "noeviction")
        if policy != "noeviction":
            log.warning("Redis evicts keys (%s); set maxmemory-policy to noeviction", policy)
        if (await redis.config_get("appendonly")).get("appendonly", "yes") != "yes":
            log.warning("Redis keeps nothing on disk; set appendonly to yes")


def _arq_worker(url: str, tasks: Sequence[Task], started: StartupShutdown) -> Worker:
    def job(task: Task) -> Any:
        async def run(_context: dict[str, Any]) -> None:
            await do(task)

        return run

    return Worker(
        functions=[func(job(task), name=task.name) for task in tasks],
        cron_jobs=[_by_the_clock(job(task), task) for task in tasks],
        on_startup=started,
        redis_settings=redis_settings(url),
        queue_name=QUEUE,
        handle_signals=False,
        job_serializer=dumps,
        job_deserializer=orjson.loads,
        keep_result=0,
        log_results=False,
        max_jobs=50,
        job_timeout=60,
        poll_delay=0.02,
        timezone=UTC,
        health_check_interval=10,
        health_check_key=f"usher:worker:{socket.gethostname()}:{os.getpid()}",
    )


def _by_the_clock(run: Any, task: Task) -> CronJob:
    hourly = {"minute": 0, "second": 0} if task.every >= 3600 else {"second": {0, 30}}
    return cron(run, name=f"cron:{task.name}", keep_result=0, **hourly)


async def _close(worker: Worker) -> None:
    with contextlib.suppress(Exception, asyncio.CancelledError):
        async with asyncio.timeout(1):
            redis: ArqRedis | None = worker.pool
            try:
                await worker.close()
            finally:
                if redis is not None:
                    await hang_up(redis)  # arq leaves open what it asked the sentinels by


def _poke_oneself(tasks: Sequence[Task]) -> Callable[[list[str]], Awaitable[None]]:
    """What this process's own changes ask for, it does itself."""
    by_name = {task.name: task for task in tasks}

    async def poke(jobs: list[str]) -> None:
        for job in jobs:
            if job in by_name:
                await do(by_name[job])

    return poke


def _given(value: str | None) -> str:
    """A setting that the command has checked before."""
    if value is None:
        raise settings.SettingsError("DATABASE_URL, REDIS_URL and SMTP_URL must be set for a worker.")
    return value
