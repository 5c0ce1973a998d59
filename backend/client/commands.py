"""`usher invite`, `usher import`, `usher export`: for administrators and cron jobs, with an API key."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from backend.client.asking import Parameters, Refused, Unreachable, Usher, usher_of
from backend.client.documents import INVITE
from backend.client.exporting import filters, run_export
from backend.client.importing import run_import
from backend.client.options import (
    CommitOption,
    ConfirmOption,
    Credentials,
    CredentialsOption,
    DateOption,
    FailedOption,
    FileArgument,
    Format,
    GroupOption,
    HoldOption,
    JsonOption,
    Kind,
    LabelOption,
    LanguageOption,
    Mode,
    ModeOption,
    ReactivateOption,
    Role,
    RoleOption,
)
from backend.client.telling import Code, err, tell, tell_refused

EPILOG = (
    "USHER_URL is the address of your Usher, USHER_API_KEY an API key. Ends with 0 when all is done, 1 when "
    "some rows were refused and the others done, 2 when nothing was changed, 3 when nobody answered."
)
app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command(epilog=EPILOG)
def invite(
    emails: Annotated[list[str], typer.Argument(help="Addresses or whole pastes; - reads standard input.")],
    role: RoleOption = Role.TRAINEE,
    group: GroupOption = [],  # noqa: B006 - typer reads it, nobody writes it
    language: LanguageOption = None,
    deactivates_on: DateOption = None,
    hold_seconds: HoldOption = 0,
    reactivate: ReactivateOption = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what would happen, change nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Invite people by e-mail."""
    wanted = {
        "emails": [sys.stdin.read() if one == "-" else one for one in emails],
        "role": role.value,
        "groupIds": group,
        "language": language,
        "deactivatesOn": deactivates_on,
        "holdSeconds": hold_seconds,
        "reactivate": reactivate,
        "preview": preview,
    }
    _leave(lambda usher: _invite(usher, wanted, as_json=as_json))


@app.command("import", epilog=EPILOG)
def import_(
    file: FileArgument,
    commit: CommitOption,
    mode: ModeOption = Mode.INITIALIZE_UNSET,
    role: RoleOption = Role.TRAINEE,
    group: GroupOption = [],  # noqa: B006 - typer reads it, nobody writes it
    label: LabelOption = [],  # noqa: B006
    language: LanguageOption = None,
    deactivates_on: DateOption = None,
    credentials: CredentialsOption = Credentials.LINK,
    hold_seconds: HoldOption = 0,
    reactivate: ReactivateOption = False,
    confirm_changes: ConfirmOption = False,
    failed: FailedOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open or change accounts from a file."""
    defaults = {
        "role": role.value,
        "groupIds": group,
        "labels": label,
        "language": language,
        "deactivatesOn": deactivates_on,
        "credentials": credentials.value,
    }
    wanted = {
        "mode": mode.value,
        "defaults": defaults,
        "holdSeconds": hold_seconds,
        "reactivate": reactivate,
        "confirmChanges": confirm_changes,
        "preview": not commit,
    }
    rest = failed or Path(f"{file.stem}-failed.csv")
    _leave(lambda usher: run_import(usher, file, wanted, rest, as_json=as_json))


@app.command(epilog=EPILOG)
def export(
    kind: Annotated[Kind, typer.Argument(help="Which list.")],
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="A file, or - for standard output.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="Which kind of file.")] = Format.CSV,
    separator: Annotated[str | None, typer.Option(help="comma, semicolon or tab; CSV only.")] = None,
    narrow: Annotated[list[str], typer.Option("--filter", help="name=value, as in docs/exports.md.")] = [],  # noqa: B006
) -> None:
    """Download a list as a file."""

    def run(usher: Usher) -> Code:
        chosen: Parameters = [("separator", separator)] if separator else []
        address = f"/downloads/{kind}.{form}"
        return run_export(usher, address, filters(narrow) + chosen, output or f"{kind}.{form}")

    _leave(run)


def main(words: Sequence[str]) -> NoReturn:
    """Run one of the commands and leave with its exit code."""
    app(list(words), prog_name="usher")
    raise SystemExit


def _leave(run: Callable[[Usher], Code]) -> None:
    try:
        raise typer.Exit(run(usher_of()))
    except Refused as error:
        err.print(f"{error} ({error.code})", markup=False)
        raise typer.Exit(Code.REFUSED) from error
    except OSError as error:
        err.print(str(error), markup=False)
        raise typer.Exit(Code.REFUSED) from error
    except Unreachable as error:
        err.print(str(error), markup=False)
        raise typer.Exit(Code.UNREACHABLE) from error


def _invite(usher: Usher, wanted: dict[str, Any], *, as_json: bool) -> Code:
    answer = usher.mutate(INVITE, input=wanted)["inviteByEmail"]
    if answer["errors"] or not answer["plan"]:
        return tell_refused(answer["errors"])
    plan, batch = answer["plan"], answer["batch"]
    refused = plan["rows"]["nodes"]
    report = {
        "batch": batch["id"] if batch else None,
        "planHash": plan["hash"],
        "counts": plan["counts"],
        "mails": plan["mails"],
        "warnings": plan["warnings"],
        "refused": refused,
    }
    tell(report, f"Done ({batch['id']}):" if batch else "This would happen:", as_json=as_json)
    return Code.SOME_REFUSED if refused else Code.DONE
