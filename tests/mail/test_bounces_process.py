"""`usher bounces` as a process: it listens, believes only what is ours, and ends when asked."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

import pytest
from aiosmtplib import SMTP, SMTPRecipientsRefused

from backend.core import settings
from backend.core.settings import load_settings
from backend.local.processes import free_port
from backend.mail.verp import return_path
from tests.mail.conftest import ENVIRONMENT
from tests.mail.post import Post
from tests.mail.test_bounces import report
from tests.mail.test_worker import Process
from tests.parts import Database

pytestmark = pytest.mark.system


async def test_it_listens_until_it_is_asked_to_end(post: Post, outbox_database: Database) -> None:
    bounces = {
        "USHER_BOUNCE_ADDRESS": "bounce@mail.example.com",
        "USHER_BOUNCE_LISTEN": f"smtp://127.0.0.1:{free_port()}",
    }
    settings.configure(load_settings(ENVIRONMENT | bounces))
    await post.owe("a")
    await post.owner.execute("UPDATE mails SET state = 'SENT', sent_at = now(), sent_to = 'a@example.org'")
    process = Process(
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "backend.cli", "bounces"),
            env=os.environ | ENVIRONMENT | bounces | {"DATABASE_URL": outbox_database.url},
            stderr=asyncio.subprocess.PIPE,
        )
    )
    await process.says("listening for bounces")
    port = int(bounces["USHER_BOUNCE_LISTEN"].rpartition(":")[2])
    path = return_path((await post.row("a"))["id"])
    async with SMTP(hostname="127.0.0.1", port=port, timeout=5) as client:
        with pytest.raises(SMTPRecipientsRefused):
            await client.sendmail("", ["bounce@mail.example.com"], report())
        await client.sendmail("", [path], report())
    assert (await post.row("a"))["state"] == "BOUNCED"
    assert await process.end(signal.SIGTERM) == 0
    assert "a@example.org" not in process.said
