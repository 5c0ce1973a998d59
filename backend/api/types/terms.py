"""What every door takes beside what it is handed."""

from __future__ import annotations

import strawberry
from strawberry import field

from backend.api.types.usual import NullIsUsual, usual
from backend.invitations.intake.pipeline import Terms


@strawberry.input
class IntakeInput(NullIsUsual):
    """The fields that the input of each door begins or ends with."""

    preview: bool = usual(bool, False, "Plan only, write nothing.")
    plan_hash: str | None = field(default=None, description="Commit this very plan, or PLAN_CHANGED.")
    hold_seconds: int = usual(int, 0, "Mails wait that long, so that undo can withdraw them.")
    reactivate: bool = usual(bool, False, "Bring deactivated people back, where one may.")


def terms_of(given: IntakeInput) -> Terms:
    """How a door is asked to run its intake."""
    return Terms(given.preview, given.plan_hash, given.hold_seconds, given.reactivate)
