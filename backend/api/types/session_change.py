"""What changing or cancelling a session answers: whom it touches and which mails follow."""

from __future__ import annotations

import strawberry
from strawberry import field

from backend.api.types.errors import InputError, input_errors
from backend.api.types.graph import Session, session_type
from backend.api.types.intake import MailForecast, mail_forecast
from backend.invitations.session_change import SessionChanged


@strawberry.type(description="Whom a change to a session touches, and which mails follow from it.")
class SessionChangePlan:
    people: int = field(description="How many are registered.")
    people_invited: int = field(description="How many of them had their program invitation before.")
    people_told: int = field(description="How many of those get a letter with the news.")
    mails_moved: int = field(description="Unsent program invitations that move to another time.")
    mails_owed: int = field(description="Program invitations that are owed now and were not before.")
    mails_withdrawn: int = field(description="Mails that will not leave.")
    mails: list[MailForecast] = field(
        description="All mails owed for the session from now on, as they will leave."
    )
    warnings: list[InputError] = field(description="What is allowed and may not be meant.")


@strawberry.type(description="The session as it is, or for a preview as it would be, and what follows.")
class SessionChangePayload:
    session: Session | None = field(default=None, description="Null where it was refused.")
    plan: SessionChangePlan | None = field(default=None, description="Null where it was refused.")
    errors: list[InputError] = field(default_factory=list, description="What to mend.")


def session_change_payload(change: SessionChanged) -> SessionChangePayload:
    """A change to a session as the API tells it."""
    plan = SessionChangePlan(
        people=change.people,
        people_invited=change.already_out,
        people_told=change.news,
        mails_moved=change.moved,
        mails_owed=change.owed,
        mails_withdrawn=change.withdrawn,
        mails=[mail_forecast(mail) for mail in change.mails],
        warnings=input_errors(change.warnings),
    )
    return SessionChangePayload(session=session_type(change.session), plan=plan)
