"""A worker of a version that knew no program invitations, beside which a newer web process writes them."""

from __future__ import annotations

from backend import cli, worker

KIND = "program_invitation"

if __name__ == "__main__":
    worker.HANDLERS = {kind: handler for kind, handler in worker.HANDLERS.items() if kind != KIND}
    cli.main(["worker"])
