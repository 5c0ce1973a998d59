"""Two people who see less than an administrator: the manager of a group, and a trainer with a program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.browser.running import Running

EMAILS = "mutation ($input: AddGroupEmailsInput!) { addGroupEmails(input: $input) { batch { id } } }"
INVITE = "mutation ($input: InviteByEmailInput!) { inviteByEmail(input: $input) { batch { id } } }"
ACCEPT = "mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { token } }"
PROGRAM = "mutation ($input: CreateProgramInput!) { createProgram(input: $input) { program { id } } }"
SESSION = "mutation ($input: CreateSessionInput!) { createSession(input: $input) { session { id } } }"
ASSIGN = """mutation ($input: AssignGroupToSessionInput!) {
    assignGroupToSession(input: $input) { errors { code } }
}"""
FIND = "query ($who: String!) { members(filter: {search: $who}, first: 1) { nodes { id } } }"

PASSWORD = "keels and ropes and tar"
MANAGER, TRAINER = "mira.santos@dock.example.org", "tove.ritter@dock.example.org"
LEARNERS = [f"{name}@dock.example.org" for name in ("ivo.maas", "lea.brandt", "noah.cole", "wanda.kurz")]


@dataclass(frozen=True, slots=True)
class Led:
    """What they lead: ids by what they show."""

    dock: str
    docker: str
    own_program: str
    own_session: str


async def lead(running: Running) -> Led:
    """A group with its manager and people, in a session of the trainer's own program."""
    dock = await running.make("group", name="Dry dock", description="Everyone who mends hulls.")
    await running.ask(EMAILS, input={"groupId": dock, "emails": [MANAGER], "groupRole": "MANAGER"})
    await running.ask(EMAILS, input={"groupId": dock, "emails": LEARNERS})
    await running.ask(INVITE, input={"emails": [TRAINER], "role": "TRAINER"})
    await _join(running, MANAGER, "Mira", "Santos")
    trainer = await _join(running, TRAINER, "Tove", "Ritter")
    await _join(running, LEARNERS[0], "Ivo", "Maas")
    made = await running.ask_as(trainer, PROGRAM, input={"title": "Working at height"})
    program = made["createProgram"]["program"]["id"]
    starts = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=4)
    wanted = {"programId": program, "name": "Ladders and ropes", "startsAt": starts.isoformat()}
    session = (await running.ask_as(trainer, SESSION, input=wanted))["createSession"]["session"]["id"]
    await running.ask(ASSIGN, input={"sessionId": session, "groupId": dock})
    docker = (await running.ask(FIND, who=LEARNERS[0]))["members"]["nodes"][0]["id"]
    return Led(dock, docker, program, session)


async def _join(running: Running, email: str, first: str, last: str) -> str:
    """Accept the invitation; the token of whoever joined."""
    token = (await running.link(email, "join")).rpartition("/")[2]
    given = {"token": token, "firstName": first, "lastName": last, "password": PASSWORD}
    return str((await running.ask_as_nobody(ACCEPT, input=given))["acceptInvitation"]["token"])
