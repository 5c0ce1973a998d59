"""What is said on a connection to the mail server, and what every kind of answer comes to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from backend.mail.link import Address, Cut, Link, Refused
from backend.mail.rules import Stage

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
ENVELOPE = [b"MAIL FROM:<a@here.example>\r\n", b"RCPT TO:<b@there.example>\r\n"]
MESSAGE = b"Subject: x\r\n\r\n.dot\r\n"


@asynccontextmanager
async def link_to(talk: Talk, *, pipelining: bool = True, scale: float = 1.0) -> AsyncIterator[Link]:
    """A connection to a server that greets and then does what `talk` does."""
    offered = b"250-there\r\n250-PIPELINING\r\n250 8BITMIME\r\n" if pipelining else b"250 there\r\n"

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 there\r\n")
        assert (await reader.readline()).startswith(b"EHLO")
        writer.write(offered)
        await talk(reader, writer)
        writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    link = Link(Address.parse(f"smtp://127.0.0.1:{port}"), "here.example", scale)
    async with server:
        await link.open()
        try:
            yield link
        finally:
            link.close()


async def envelope(link: Link) -> None:
    await link.envelope("a@here.example", "b@there.example")


async def heard(reader: asyncio.StreamReader, lines: int = 2) -> list[bytes]:
    return [await reader.readline() for _ in range(lines)]


async def test_both_commands_are_said_before_the_first_is_answered() -> None:
    said: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said.extend(await heard(reader))  # would wait for ever where the second waits for an answer
        for piece in (b"25", b"0-one\r\n250 tw", b"o\r\n250 three\r\n"):
            writer.write(piece)
            await writer.drain()
        said.append(await reader.readline())
        writer.write(b"354 go on\r\n")
        said.append(await reader.readuntil(b"\r\n.\r\n"))
        writer.write(b"250-taken\r\n250 as 17\r\n")
        await reader.read()

    async with link_to(talk) as link:
        await envelope(link)
        reply = await link.data(MESSAGE)
        assert (reply.stage, reply.code, reply.text) == (Stage.MESSAGE, 250, "taken as 17")
        assert link.alive
    assert said == [*ENVELOPE, b"DATA\r\n", b"Subject: x\r\n\r\n..dot\r\n.\r\n"]


async def test_without_the_servers_word_each_command_waits_for_its_answer() -> None:
    early: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        early.append(bytes(reader._buffer))  # type: ignore[attr-defined] # what came without being read
        writer.write(b"250 one\r\n")
        await reader.readline()
        writer.write(b"250 two\r\n")
        await reader.read()

    async with link_to(talk, pipelining=False) as link:
        await envelope(link)
    assert early == [b""]


@pytest.mark.parametrize(
    ("answers", "stage", "code"),
    [
        (b"250 yes\r\n550 5.1.1 nobody\r\n", Stage.RECIPIENT, 550),
        (b"451 not you\r\n503 no sender\r\n", Stage.SENDER, 451),
        (b"550 not you\r\n250 whatever\r\n", Stage.SENDER, 550),
    ],
)
async def test_the_first_refusal_counts_and_the_connection_serves_on(
    answers: bytes, stage: Stage, code: int
) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        writer.write(answers)
        assert await reader.readline() == b"RSET\r\n"
        writer.write(b"250 forgotten\r\n")
        await heard(reader)
        writer.write(b"250 yes\r\n250 yes\r\n")
        await reader.read()

    async with link_to(talk) as link:
        with pytest.raises(Refused) as refused:
            await envelope(link)
        assert (refused.value.reply.stage, refused.value.reply.code) == (stage, code)
        await link.reset()
        await envelope(link)


@pytest.mark.parametrize(
    ("answers", "stage"),
    [(b"", Stage.SENDER), (b"250 yes\r\n", Stage.RECIPIENT), (b"hello?\r\n250 yes\r\n", Stage.SENDER)],
)
async def test_an_end_before_an_answer_names_what_was_not_answered(answers: bytes, stage: Stage) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        writer.write(answers)

    async with link_to(talk) as link:
        with pytest.raises(Cut) as cut:
            await envelope(link)
        assert cut.value.stage is stage
        assert not link.alive


async def test_a_refusal_before_the_server_hangs_up_is_its_answer() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        writer.write(b"421 4.3.2 closing\r\n")

    async with link_to(talk) as link:
        with pytest.raises(Refused) as refused:
            await envelope(link)
        assert refused.value.reply.code == 421
        assert not link.alive


async def test_no_answer_in_time_ends_the_connection() -> None:
    async def talk(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with link_to(talk, scale=0.002) as link:
        with pytest.raises(Cut) as cut:
            await envelope(link)
        assert cut.value.stage is Stage.SENDER
        assert not link.alive


@pytest.mark.parametrize(
    "words", [b"421 idle for too long\r\n", b"250 yes\r\n250 and yes\r\n", b"2" * 70_000]
)
async def test_what_nobody_asked_for_is_taken_for_no_mails_answer(words: bytes) -> None:
    told, ended = asyncio.Event(), asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        writer.write(b"250 yes\r\n250 yes\r\n")
        await told.wait()
        writer.write(words)
        await reader.read()  # until the client hangs up
        ended.set()

    async with link_to(talk) as link:
        await envelope(link)
        told.set()
        await ended.wait()
        assert not link.alive
        with pytest.raises(Cut):
            await link.data(MESSAGE)


async def test_goodbye_is_said_and_not_insisted_on() -> None:
    said: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said.append(await reader.readline())
        writer.write(b"221 bye\r\n")

    async with link_to(talk) as link:
        await link.quit()
        assert not link.alive
    assert said == [b"QUIT\r\n"]
