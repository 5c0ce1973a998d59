"""The words that the commands take: choices and options."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Role(StrEnum):
    """What a member may do."""

    TRAINEE = "TRAINEE"
    TRAINER = "TRAINER"
    ADMIN = "ADMIN"
    OWNER = "OWNER"


class Mode(StrEnum):
    """What happens to people who are members."""

    IGNORE = "IGNORE"
    INITIALIZE_UNSET = "INITIALIZE_UNSET"
    OVERWRITE = "OVERWRITE"


class Credentials(StrEnum):
    """How a new account's credentials go."""

    LINK = "LINK"
    PASSWORD = "PASSWORD"  # noqa: S105 - the name of a choice
    NONE = "NONE"


class Kind(StrEnum):
    """Which list."""

    GROUPS = "groups"
    MEMBERS = "members"
    INVITATIONS = "invitations"
    REGISTRATIONS = "registrations"


class Format(StrEnum):
    """Which kind of file."""

    CSV = "csv"
    XLSX = "xlsx"
    NDJSON = "ndjson"


RoleOption = Annotated[Role, typer.Option(case_sensitive=False, help="What they may do.")]
GroupOption = Annotated[list[str], typer.Option("--group", help="Id of a group they join; several times.")]
LanguageOption = Annotated[str | None, typer.Option(help="en, fr, de or es; else the workspace's.")]
DateOption = Annotated[str | None, typer.Option(metavar="DATE", help="First day without access.")]
HoldOption = Annotated[int, typer.Option(help="Seconds that mails wait, so that an undo withdraws them.")]
ReactivateOption = Annotated[bool, typer.Option("--reactivate", help="Bring deactivated people back.")]
JsonOption = Annotated[bool, typer.Option("--json", help="The report as JSON.")]
FileArgument = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help=".csv, .txt or .xlsx")
]
CommitOption = Annotated[bool, typer.Option("--commit/--preview", help="Do it, or say what it would do.")]
ModeOption = Annotated[Mode, typer.Option(case_sensitive=False, help="People who are members.")]
LabelOption = Annotated[list[str], typer.Option(help="For rows that name none; several times.")]
CredentialsOption = Annotated[Credentials, typer.Option(case_sensitive=False, help="What is mailed.")]
ConfirmOption = Annotated[
    bool, typer.Option("--confirm-changes", help="Even if over half of all members change.")
]
FailedOption = Annotated[Path | None, typer.Option(help="Where refused rows go; else FILE-failed.csv here.")]
