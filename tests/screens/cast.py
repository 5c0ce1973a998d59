"""More than the demo cast: long names, refusals, a mail that came back, an import that waits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.core.db import close_database, crossing, open_database
from backend.mail.bounces import record_report
from backend.mail.models import MailState
from backend.mail.reports import Report
from backend.models import tortoise_config
from backend.seed import make_owner
from tests.browser.running import Running
from tests.screens.leaders import Led, lead

GROUP = "mutation ($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }"
PROGRAM = "mutation ($input: CreateProgramInput!) { createProgram(input: $input) { program { id } } }"
SESSION = "mutation ($input: CreateSessionInput!) { createSession(input: $input) { session { id } } }"
ASSIGN = """mutation ($input: AssignGroupToSessionInput!) {
    assignGroupToSession(input: $input) { errors { code } }
}"""
INVITE = "mutation ($input: InviteByEmailInput!) { inviteByEmail(input: $input) { batch { id } } }"
IMPORT = "mutation ($input: SetAccountsInput!) { setAccounts(input: $input) { accountImport { id state } } }"
KEY = "mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }"
WEBHOOK = "mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }"
PAUSE = "mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { errors { code } } }"
STATE = """query ($id: ID!) { node(id: $id) { ... on AccountImport { state planHash } } }"""
COMMIT = """mutation ($input: CommitAccountImportInput!) {
    commitAccountImport(input: $input) { errors { code } }
}"""
FIND = """query ($who: String!) {
    members(filter: {search: $who}, first: 1) { nodes { id mails(first: 5) { nodes { id kind state } } } }
}"""

LONG_GROUP = "Arbeitsunfähigkeitsbescheinigungsverwaltung"  # 43 letters, no place to break
LONG_PROGRAM = "Brandschutzunterweisungswiederholungsprüfung für Führungskräfte"
LONG_SESSION = "Wiederholungsprüfungsvorbereitungswoche"
LONG_PERSON = (
    "Maximiliane-Friederike Freifrau von Wolkenstein-Trostburg "
    "<maximiliane-friederike.von.wolkenstein-trostburg@niederlassung-nordost.harbour.example.org>"
)
BOUNCED = "nobody.there@harbour.example.org"
EMPTY_OWNER, EMPTY_PASSWORD = "first@lighthouse.example.org", "a lamp that turns at night"
MESSY_ROWS = """\
Last name\tFirst name\tE-mail\tLabels\tSend credentials\tPassword\tLanguage\tAdditional information\tGroups
Lindqvist\tAstrid\tastrid.lindqvist@harbour.example.org\tnorth|quay 4\t1\t\ten\t\tHarbour crew
Marchetti\tPaolo\tpaolo.marchetti@@harbour\t\t1\t\tit\t\tHarbour crew
Novak\tJana\tjana.novak@gmial.com\t\t1\t\tde\t\tHarbor crew
Okafor\tGrace\tgrace.okafor@harbour.example.org\tlead\t0\t\ten\t\tFront desk
Petit\tLéa\tlea.petit@harbour.example.org\t\t1\tshort\tfr\t\tHarbour crew
Quist\tOle\t\t\t0\t\tde\t\tNight watch
Lindqvist\tAstrid\tastrid.lindqvist@harbour.example.org\tnorth\t1\t\ten\t\tFront desk
Rüdesheimer-Obergrundmüller\tAnnegret\tannegret@harbour.example.org\t\t1\t\tde\t\tArbeitsunfähigkeitsbescheinigungsverwaltung
"""
DONE_ROWS = """\
Last name,First name,E-mail,Send credentials,Language,Groups
Silva,Marta,marta.silva@harbour.example.org,1,es,Harbour crew
Tanaka,Ren,,0,en,Night watch
Urban,Eva,eva.urban@harbour.example,x,de,Nobody knows
"""
NAMES = "Ada Ben Cleo Dan Eva Finn Gil Hana Ida Jan Kim Leo Mia Nils Ola Pia".split()
FAMILIES = "Abel Brandt Costa Dubois".split()


@dataclass(frozen=True, slots=True)
class Cast:
    """Where the interesting places are: ids by what they show."""

    crew: str
    long_group: str
    long_program: str
    session: str
    draft: str
    done: str
    bounced: str
    long_person: str
    led: Led

    @property
    def places(self) -> dict[str, str]:
        """What the paths of the tour may name."""
        named: dict[str, Any] = asdict(self)
        led: dict[str, str] = named.pop("led")
        return named | led


async def enrich(running: Running) -> Cast:
    """Add what the screens need to show every state."""
    crew = (await running.ask('{ groups(filter: {search: "crew"}) { nodes { id } } }'))["groups"]["nodes"][0]
    long_group, long_program, session = await _places(running)
    crowd = [f"{one} {other} <{one}.{other}@harbour.example.org>" for one in NAMES for other in FAMILIES]
    await running.ask(INVITE, input={"emails": crowd, "groupIds": [crew["id"]]})
    await running.ask(INVITE, input={"emails": [LONG_PERSON], "groupIds": [long_group], "role": "ADMIN"})
    await running.ask(INVITE, input={"emails": [BOUNCED], "groupIds": [crew["id"]], "language": "fr"})
    key = {"name": "Staff records", "role": "ADMIN", "scopes": ["INVITE", "SEE_GROUPS"]}
    await running.ask(KEY, input=key)
    await _webhook(running)
    draft = await _import(running, MESSY_ROWS, "DRAFT")
    done = await _import(running, DONE_ROWS, "DONE")
    await running.letter(BOUNCED)
    async with own_database(running):
        await _come_back()
        await make_owner(EMPTY_OWNER, EMPTY_PASSWORD, "lighthouse", "Lighthouse")
    bounced, long_person = [await _find(running, who) for who in ("nobody.there", "maximiliane")]
    led = await lead(running)
    places = (crew["id"], long_group, long_program, session, draft, done)
    return Cast(*places, bounced["id"], long_person["id"], led)


async def _places(running: Running) -> tuple[str, str, str]:
    """A group in a session of a program, each with a name that has no place to break."""
    group = {"name": LONG_GROUP, "isPrivate": True, "externalId": "DE-NORDOST-0815-4711"}
    group_id = (await running.ask(GROUP, input=group))["createGroup"]["group"]["id"]
    program = {"title": LONG_PROGRAM, "contentUrl": "https://learn.example.org/brandschutz"}
    program_id = (await running.ask(PROGRAM, input=program))["createProgram"]["program"]["id"]
    starts = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=5)
    dates = {"startsAt": starts.isoformat(), "endsAt": (starts + timedelta(days=30)).isoformat()}
    session = {"programId": program_id, "name": LONG_SESSION, **dates}
    session_id = (await running.ask(SESSION, input=session))["createSession"]["session"]["id"]
    await running.ask(ASSIGN, input={"sessionId": session_id, "groupId": group_id})
    return group_id, program_id, session_id


async def _webhook(running: Running) -> None:
    """A webhook that is paused, so that nothing leaves the machine."""
    url = "https://personalverwaltung.harbour.example.org/hooks/usher/invitations"
    made = await running.ask(WEBHOOK, input={"url": url, "events": ["INVITATION_EXPIRED"]})
    await running.ask(PAUSE, input={"id": made["createWebhook"]["webhook"]["id"], "state": "PAUSED"})


async def _import(running: Running, text: str, until: str) -> str:
    """An import of these rows that stays a draft, or is carried out."""
    made = await running.ask(IMPORT, input={"text": text, "preview": True})
    import_id: str = made["setAccounts"]["accountImport"]["id"]
    found = await _state(running, import_id, "DRAFT")
    if until == "DONE":
        await running.ask(COMMIT, input={"id": import_id, "planHash": found["planHash"]})
        await _state(running, import_id, "DONE")
    return import_id


async def _state(running: Running, import_id: str, wanted: str) -> dict[str, Any]:
    """The import, as soon as it has come so far."""
    async with asyncio.timeout(60):
        while True:
            found: dict[str, Any] = (await running.ask(STATE, id=import_id))["node"]
            if found["state"] == wanted:
                return found
            await asyncio.sleep(0.1)


@asynccontextmanager
async def own_database(running: Running) -> AsyncIterator[None]:
    """The running system's own database, for what no door of the product does."""
    url = json.loads((running.data / "addresses.json").read_text())["DATABASE_URL"]
    await open_database(tortoise_config(url, connections=1))
    try:
        yield
    finally:
        await close_database()


async def _find(running: Running, who: str) -> dict[str, Any]:
    found: dict[str, Any] = (await running.ask(FIND, who=who))["members"]["nodes"][0]
    return found


async def _come_back() -> None:
    """One mail comes back, as a mail server reports it."""
    report = Report(MailState.BOUNCED, "ADDRESS_BOUNCED", "550 5.1.1 No such mailbox here")
    async with crossing() as sql:
        rows = await sql.fetch("SELECT id FROM mails WHERE sent_to = $1", BOUNCED)
    for row in rows:
        await record_report(row["id"], report)
