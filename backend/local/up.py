"""`usher up`: everything Usher needs, on this machine alone, with one command."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path

from backend.core.settings import Settings
from backend.core.sockets import PortError, listen
from backend.local import folder
from backend.local.mailbox import MAILDIR
from backend.local.postgres import OWNER, Postgres
from backend.local.processes import PartError, Program, last_words
from backend.local.supervisor import Farewell, Supervisor, ignore_signals, obey_signals
from backend.local.valkey import Valkey

READY_PATIENCE = 60.0  # seconds until the web process must answer
WEB_PATIENCE, WORKER_PATIENCE, CATCHER_PATIENCE = 15.0, 30.0, 5.0  # seconds to finish in when asked to end
REFUSED = 2  # exit code: nothing was started


def up(settings: Settings) -> int:
    """Start everything, keep it running until asked to end, then end it; returns the exit code."""
    obey_signals()
    supervisor = Supervisor(_say)
    try:
        with ExitStack() as stack:
            stack.enter_context(folder.held(settings.data))
            listening = stack.enter_context(listen("127.0.0.1", settings.port))
            _say("Starting …")
            stack.callback(supervisor.stop)
            stack.callback(ignore_signals)
            _start(settings, supervisor, listening, stack)
            supervisor.watch()
    except Farewell:
        _say("Everything has ended; the data are kept.")
        return 0
    except (folder.FolderError, PortError) as error:
        return _complain(str(error), REFUSED)
    except PartError as error:
        return _complain(str(error), 1)
    return 0


def _start(settings: Settings, supervisor: Supervisor, listening: socket.socket, stack: ExitStack) -> None:
    addresses = _start_parts(settings, supervisor, stack)
    migration = addresses.pop("DATABASE_MIGRATION_URL")
    common = {
        name: value for name, value in os.environ.items() if name != "DATABASE_MIGRATION_URL"
    } | addresses
    stack.enter_context(folder.announced(settings.data, addresses | {"DATABASE_MIGRATION_URL": migration}))
    email, password = _owner(settings)
    owner = {"USHER_OWNER_EMAIL": email, "USHER_OWNER_PASSWORD": password}
    _prepare(settings, common | owner | {"DATABASE_MIGRATION_URL": migration})
    processes = settings.data / "processes"
    supervisor.start("The worker", _usher("worker", processes, common, WORKER_PATIENCE))
    web = _usher("web", processes, common, WEB_PATIENCE, listening)
    supervisor.start("The web process", web)
    _await_answer(settings.port, web)
    _welcome(settings, email, password)


def _start_parts(settings: Settings, supervisor: Supervisor, stack: ExitStack) -> dict[str, str]:
    """Start what no setting replaces; returns the settings that lead to every part."""
    data = settings.data
    (data / "processes").mkdir(mode=0o700, exist_ok=True)
    database, migration = settings.database_url, settings.migration_url or settings.database_url
    if database is None or migration is None:
        postgres = Postgres(data / "postgres")
        supervisor.start("PostgreSQL", postgres)
        database, migration = postgres.url(), postgres.url(OWNER)
    redis = settings.redis_url
    if redis is None:
        valkey = Valkey(data / "valkey")
        supervisor.start("Valkey", valkey)
        redis = valkey.url()
    return {
        "DATABASE_URL": database,
        "DATABASE_MIGRATION_URL": migration,
        "REDIS_URL": redis,
        "SMTP_URL": settings.smtp_url or _catch_mail(settings, supervisor, stack),
        "USHER_DATA": str(data),
        "USHER_LOCAL": "1",
        "USHER_PORT": str(settings.port),
        "USHER_SECRET": settings.secret or folder.secret(data),
        "USHER_URL": settings.public_url,
    }


def _catch_mail(settings: Settings, supervisor: Supervisor, stack: ExitStack) -> str:
    listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    descriptor = listening.fileno()
    argv = [sys.executable, "-m", "backend.local.mailcatcher", str(descriptor), str(settings.data / MAILDIR)]
    catcher = Program(
        "mailcatcher",
        argv,
        folder=settings.data / "processes",
        env=os.environ,
        patience=CATCHER_PATIENCE,
        pass_fds=[descriptor],
    )
    supervisor.start("The mail catcher", catcher)
    return f"smtp://127.0.0.1:{listening.getsockname()[1]}"


def _usher(
    command: str,
    processes: Path,
    env: Mapping[str, str],
    patience: float,
    listening: socket.socket | None = None,
) -> Program:
    """A process of ours; it inherits the listening socket, so that callers wait while it is started again."""
    argv = [sys.executable, "-m", "backend.cli", command]
    descriptors = [listening.fileno()] if listening else []
    argv += [word for number in descriptors for word in ("--descriptor", str(number))]
    return Program(command, argv, folder=processes, env=env, patience=patience, pass_fds=descriptors)


def _prepare(settings: Settings, env: Mapping[str, str]) -> None:
    """Migrate and, where the database is empty, seed: in a process of its own, whose memory goes with it."""
    log = settings.data / "processes" / "prepare.log"
    with log.open("wb") as output:
        done = subprocess.run(
            [sys.executable, "-m", "backend.cli", "prepare"],
            stdout=output,
            stderr=output,
            env=env,
            check=False,
        )
    if done.returncode:
        raise PartError(f"The database could not be prepared:\n{last_words(log)}")


def _await_answer(port: int, web: Program) -> None:
    deadline = time.monotonic() + READY_PATIENCE
    while not _answers(port):
        if not web.alive() or time.monotonic() > deadline:
            raise PartError(f"The web process did not start:\n{last_words(web.log)}")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _owner(settings: Settings) -> tuple[str, str]:
    email, password = folder.owner(settings.data)
    return settings.owner_email or email, settings.owner_password or password


def _welcome(settings: Settings, email: str, password: str) -> None:
    shown = "as set in USHER_OWNER_PASSWORD" if settings.owner_password else password
    _say(
        f"""
Usher is ready.

  App        {settings.public_url}
  Sign in    {email}
  Password   {shown}
  Mailbox    {settings.public_url}/mailbox

Every mail stays in the mailbox. Ctrl-C ends everything; the data stay in {settings.data}.
"""
    )


def _say(text: str) -> None:
    print(text, flush=True)


def _complain(text: str, code: int) -> int:
    print(text, file=sys.stderr, flush=True)
    return code
