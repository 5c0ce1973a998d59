"""`usher import`: a file goes up, its plan or its report comes back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from backend.client.asking import Refused, Usher
from backend.client.documents import ACCOUNT_IMPORT, CANCEL, SET_ACCOUNTS
from backend.client.telling import Code, err, tell, tell_refused

ASKED_EVERY = 0.5  # seconds
MOVING = ("PLANNING", "RUNNING")


def run_import(usher: Usher, path: Path, wanted: dict[str, Any], failed: Path, *, as_json: bool) -> Code:
    """Plan or run it, follow it to its end, keep the rows that failed."""
    answer = usher.mutate(SET_ACCOUNTS, input={**wanted, "uploadId": usher.upload(path)})["setAccounts"]
    if answer["errors"]:
        return tell_refused(answer["errors"])
    preview, import_id = wanted["preview"], answer["accountImport"]["id"]
    try:
        found = _follow(usher, answer["accountImport"])
    except KeyboardInterrupt:
        err.print(f"{import_id} goes on without you; see the imports in the app.")
        return Code.INTERRUPTED
    done = found["state"] == ("DRAFT" if preview else "DONE")
    if not done:
        if found["state"] == "DRAFT":
            usher.mutate(CANCEL, input={"id": import_id})
        return tell_refused(
            found["errors"] or [{"code": found["state"], "message": "The import ended early."}]
        )
    refused = found["rows"]["nodes"]
    if refused:
        _keep(usher, import_id, failed)
    _tell(found, path, preview=preview, as_json=as_json)
    if refused:
        err.print(f"The rows that were refused: {failed}", markup=False)
    if preview:
        usher.mutate(CANCEL, input={"id": import_id})
    return Code.SOME_REFUSED if refused else Code.DONE


def _follow(usher: Usher, found: dict[str, Any]) -> dict[str, Any]:
    """Ask how far it is until it stands; a bar shows it on a terminal."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=err, transient=True) as progress:
        tasks: dict[str, TaskID] = {}
        while True:
            node = usher.query(ACCOUNT_IMPORT, id=found["id"])["node"]
            if node is None:
                raise Refused("NOT_FOUND", "The import is no longer there.")
            _show(progress, tasks, node["progress"])
            if node["state"] not in MOVING:
                return dict(node)
            time.sleep(ASKED_EVERY)


def _show(progress: Progress, tasks: dict[str, TaskID], stand: dict[str, int]) -> None:
    steps: list[tuple[str, int, int]] = [
        ("Planned", stand["planned"], stand["total"]),
        ("Written", stand["written"], stand["total"]),
        ("Passwords", stand["hashed"], stand["passwords"]),
    ]
    for name, done, total in steps:
        if done and name not in tasks:
            tasks[name] = progress.add_task(name, total=total)
        if name in tasks:
            progress.update(tasks[name], completed=done, total=total)


def _keep(usher: Usher, import_id: str, failed: Path) -> None:
    pieces = usher.download(f"/downloads/imports/{import_id}/failed.csv", [])
    with failed.open("wb") as file:
        for piece in pieces:
            file.write(piece)


def _tell(found: dict[str, Any], path: Path, *, preview: bool, as_json: bool) -> None:
    report = {
        "id": found["id"],
        "state": found["state"],
        "batch": found["batch"]["id"] if found["batch"] else None,
        "counts": found["counts"],
        "mails": found["mails"],
        "warnings": found["warnings"],
        "refused": found["rows"]["nodes"],
    }
    title = f"{path.name} would do this:" if preview else f"{path.name} is imported ({found['id']}):"
    tell(report, title, as_json=as_json)
    if found["hasCredentialsSheet"]:
        err.print("Credentials of people without an address wait to be printed, in the app.")
