"""The command `usher`. Each command loads only what it needs, so that all of them start fast."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from backend.core.errors import InvalidInput
from backend.core.settings import Settings, SettingsError, configure, load_settings
from backend.core.sockets import PortError
from backend.local.folder import addresses

# These ask a running Usher over its API, and read their own words.
OVER_THE_API = {
    "invite": "invite people by e-mail",
    "import": "open or change accounts from a file",
    "export": "download a list as a file",
}
REFUSED = 2  # exit code: nothing was started or changed
Command = Callable[[Settings, argparse.Namespace], int | None]


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    if words and words[0] in OVER_THE_API:
        _load("backend.client.commands:main")(words)
    arguments = _parser().parse_args(words)
    try:
        os.environ.update(_environment(arguments.command, os.environ))
        settings = load_settings(os.environ)
        configure(settings)
        run: Command = arguments.run
        sys.exit(run(settings, arguments))
    except (SettingsError, PortError, InvalidInput) as error:
        print(error, file=sys.stderr)
        sys.exit(REFUSED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="usher", description="Invites people to a training platform.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")

    def add(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    add("up", _up, "start everything on this machine, without Docker or root")
    web = add("web", _web, "run one web process")
    web.add_argument("--descriptor", type=int, help="the number of an inherited listening socket")
    add("worker", _worker, "run one worker process")
    add("bounces", _bounces, "listen for reports on mails that came back")
    add("migrate", _migrate, "bring the database up to this version")
    add("health", _health, "tell whether a worker of this host is alive")
    add("prepare", _prepare, "migrate, then make the first owner and the demo where the database is empty")
    _add_workspace(commands)
    doctor = add("doctor", _doctor, "ask every part whether it will do")
    doctor.add_argument("--dkim-selector", action="append", default=[], help="of the sender's DKIM keys")
    add("hold", _hold, "shut the gate before the outbox: nothing leaves, everything stays owed")
    release = add("release", _release, "open it again, also where the database was restored or copied")
    release.add_argument(
        "--sent-until",
        type=datetime.fromisoformat,
        metavar="INSTANT",
        help="after a restore: what was due until then, such as 2026-11-26T02:00+00:00, has left already",
    )
    schema = add("schema", _schema, "print the GraphQL schema")
    schema.add_argument("--reference", action="store_true", help="as the page that explains it")
    clock = add("clock", _clock, "move the clock that decides dates (local set-up only)")
    clock.add_argument(
        "shift", nargs="?", default="+0s", help="+9d, +1w2d30m, reset; nothing to ask the time"
    )
    for name, text in OVER_THE_API.items():
        commands.add_parser(name, help=f"{text}, with an API key")
    return parser


def _add_workspace(commands: Any) -> None:
    text = "make one more workspace, and invite its owner"
    verbs = commands.add_parser("workspace", help=text).add_subparsers(required=True, metavar="create")
    create = verbs.add_parser("create", help=text, description=text)
    create.set_defaults(run=_create_workspace)
    create.add_argument("slug", help="its short name at sign-in: small letters, digits and hyphens")
    create.add_argument("name", help="its name, as people read it")
    create.add_argument("owner", help="the address of its first owner")
    create.add_argument("--language", default="en", help="en, fr, de or es")
    create.add_argument("--time-zone", default="UTC", help="such as Europe/Paris")


def _environment(command: str, environ: Mapping[str, str]) -> Mapping[str, str]:
    """What a command adds: beside a local set-up that runs, it finds the parts by itself."""
    if command == "up":
        return {"USHER_LOCAL": "1"}
    if environ.get("DATABASE_URL"):
        return {}
    found = addresses(Path(environ.get("USHER_DATA") or ".local"))
    return {name: value for name, value in found.items() if name not in environ}


def _up(settings: Settings, _arguments: argparse.Namespace) -> int:
    code: int = _load("backend.local.up:up")(settings)
    return code


def _web(settings: Settings, arguments: argparse.Namespace) -> None:
    _require(settings, "DATABASE_URL", "REDIS_URL", "USHER_SECRET")
    _load("backend.web:serve")(settings, arguments.descriptor)


def _worker(settings: Settings, _arguments: argparse.Namespace) -> None:
    _require(settings, "DATABASE_URL", "REDIS_URL", "SMTP_URL", "USHER_SECRET")
    _load("backend.worker:main")()


def _bounces(settings: Settings, _arguments: argparse.Namespace) -> None:
    _require(settings, "DATABASE_URL", "USHER_SECRET")
    _load("backend.bounces:main")()


def _migrate(settings: Settings, _arguments: argparse.Namespace) -> None:
    _require(settings, "DATABASE_URL")
    migrate = _load("backend.migrate:migrate")
    applied = asyncio.run(migrate(settings.migration_url or settings.database_url, settings.database_url))
    print(f"Applied {', '.join(applied)}." if applied else "The database is up to date.")


def _prepare(settings: Settings, arguments: argparse.Namespace) -> None:
    _require(settings, "DATABASE_URL", "USHER_SECRET")
    _migrate(settings, arguments)
    asyncio.run(_load("backend.seed:prepare")(settings))


def _create_workspace(settings: Settings, arguments: argparse.Namespace) -> None:
    _require(settings, "DATABASE_URL", "USHER_SECRET")
    given = arguments.slug, arguments.name, arguments.owner, arguments.language, arguments.time_zone
    link = asyncio.run(_load("backend.seed:found_workspace")(settings, *given))
    print(f"Workspace {arguments.slug} is made; {arguments.owner} is invited as its owner:\n{link}")


def _schema(_settings: Settings, arguments: argparse.Namespace) -> None:
    target = "backend.api.reference:reference" if arguments.reference else "backend.api.schema:printed"
    print(_load(target)(), end="")


def _health(settings: Settings, _arguments: argparse.Namespace) -> int:
    _require(settings, "REDIS_URL")
    return 0 if asyncio.run(_load("backend.health:worker_is_alive")(settings.redis_url)) else 1


def _doctor(settings: Settings, arguments: argparse.Namespace) -> int:
    _require(settings, "DATABASE_URL")
    found = asyncio.run(_load("backend.doctor:examine")(settings, arguments.dkim_selector))
    print("\n".join(map(str, found)))
    return 1 if any(one.is_broken for one in found) else 0


def _hold(settings: Settings, _arguments: argparse.Namespace) -> None:
    _require(settings, "DATABASE_URL")
    print(asyncio.run(_load("backend.gate:hold")(settings)))


def _release(settings: Settings, arguments: argparse.Namespace) -> None:
    _require(settings, "DATABASE_URL")
    until = arguments.sent_until
    if until is not None and until.tzinfo is None:
        raise SettingsError("Say of which zone the instant is, as in 2026-11-26T02:00+00:00.")
    print(asyncio.run(_load("backend.gate:release")(settings, until)))


def _clock(settings: Settings, arguments: argparse.Namespace) -> None:
    if not settings.local:
        raise SettingsError("The clock can be moved on a local set-up only.")
    _require(settings, "DATABASE_URL")
    shift = _load("backend.local.clock:parse_shift")(arguments.shift)
    url = settings.migration_url or settings.database_url
    print(f"{asyncio.run(_load('backend.local.clock:move_clock')(url, shift)):%Y-%m-%d %H:%M:%S %Z}")


def _require(settings: Settings, *names: str) -> None:
    """Refuse to start without the settings that this command can't do without."""
    values = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SMTP_URL": settings.smtp_url,
        "USHER_SECRET": settings.secret,
    }
    missing = [name for name in names if not values[name]]
    if missing:
        raise SettingsError(
            f"{missing[0]} is not set; `usher up` starts everything on this machine without it."
        )


def _load(target: str) -> Any:
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


if __name__ == "__main__":
    main()
