"""The mail catcher over real SMTP, and the pages that show what it caught."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import httpx
import pytest
from starlette.applications import Starlette

from backend.api.mailbox import mailbox_routes
from backend.local.mailbox import newest, read
from backend.local.mailcatcher import Filing, catching


@pytest.fixture
async def catcher(tmp_path: Path) -> AsyncIterator[int]:
    """A mail catcher that files into `tmp_path/mail`; its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    async with catching(listening, Filing(tmp_path / "mail")):
        yield int(listening.getsockname()[1])


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Asks for the mailbox pages."""
    transport = httpx.ASGITransport(app=Starlette(routes=[*mailbox_routes(tmp_path / "mail")]))
    async with httpx.AsyncClient(transport=transport, base_url="http://usher.test") as client:
        yield client


def letter(to: str = "ann@example.org", subject: str = "Willkommen, Ann") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Usher <noreply@example.org>", to, subject
    message.set_content("Hello Ann\n\nhttps://usher.test/join/abc\n")
    message.add_alternative("<p>Hello <b>Ann</b><script>alert(1)</script></p>", subtype="html")
    return message


async def send(port: int, *messages: EmailMessage) -> None:
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port) as server:
        for message in messages:
            await server.send_message(message)


async def test_files_every_letter_under_its_envelope(catcher: int, tmp_path: Path) -> None:
    await send(catcher, letter(), letter("bob@example.org", "Grüße"))

    found = newest(tmp_path / "mail", 10)

    assert [(one.subject, one.recipients) for one in found] == [
        ("Grüße", ("bob@example.org",)),
        ("Willkommen, Ann", ("ann@example.org",)),
    ]
    one = read(tmp_path / "mail", found[1].name)
    assert one is not None
    assert one.links == ("https://usher.test/join/abc",)
    assert "<b>Ann</b>" in one.html
    assert ("Return-Path", "<noreply@example.org>") in one.headers


async def test_takes_many_at_once_and_keeps_each(catcher: int, tmp_path: Path) -> None:
    await asyncio.gather(*(send(catcher, letter(f"p{number}@example.org")) for number in range(30)))

    found = newest(tmp_path / "mail", 100)

    assert {one.recipients[0] for one in found} == {f"p{number}@example.org" for number in range(30)}


async def test_finds_letters_of_one_recipient(catcher: int, browser: httpx.AsyncClient) -> None:
    await send(catcher, letter("ann@example.org", "For Ann"), letter("bob@example.org", "For Bob"))

    page = (await browser.get("/mailbox", params={"to": "BOB@example.org"})).text

    assert "For Bob" in page
    assert "For Ann" not in page


async def test_letter_can_run_nothing(catcher: int, browser: httpx.AsyncClient, tmp_path: Path) -> None:
    await send(catcher, letter(subject="<img src=x onerror=alert(1)>"))
    name = newest(tmp_path / "mail", 1)[0].name

    page = await browser.get(f"/mailbox/{name}")
    body = await browser.get(f"/mailbox/{name}/body")

    assert "<img" not in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in body.headers["content-security-policy"]
    assert "allow-scripts" not in page.text


@pytest.mark.parametrize("name", ["1.1_1.local", "..%2F..%2Fsecret", "%00", "tmp"])
async def test_unknown_letter_is_not_found(browser: httpx.AsyncClient, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("kept")

    answer = await browser.get(f"/mailbox/{name}")

    assert answer.status_code == 404
    assert "kept" not in answer.text


async def test_empty_mailbox_says_what_to_expect(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/mailbox")

    assert page.status_code == 200
    assert "Nothing yet" in page.text
