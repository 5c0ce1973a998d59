"""What stands beside the field: the mode, and what every row gets that doesn't say its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import orjson

from backend.core.access import Actor, Role, grantable_roles
from backend.core.errors import InvalidInput
from backend.core.work import Work
from backend.invitations.intake.entries import Grants, check_grants
from backend.invitations.intake.people import Delivery
from backend.invitations.intake.pipeline import Terms, check_terms
from backend.invitations.intake.shapes import ExistingMembers, GroupGrant, Newcomers, Request
from backend.members.rules import check_labels
from backend.workspaces.queries import WorkspaceRow

OPERATION = "setAccounts"


@dataclass(frozen=True, slots=True)
class ImportForm:
    """The choices of one import."""

    mode: ExistingMembers = ExistingMembers.INITIALIZE_UNSET
    role: Role = Role.TRAINEE
    group_ids: tuple[UUID, ...] = ()
    labels: tuple[str, ...] = ()
    language: str | None = None
    deactivates_on: date | None = None
    credentials: Delivery = Delivery.LINK
    reactivate: bool = False
    hold_seconds: int = 0
    confirm_changes: bool = False
    highest: Role = Role.OWNER  # that a row may give, by the scopes of the key that brought it

    @property
    def grants(self) -> tuple[GroupGrant, ...]:
        """The groups of rows that name none."""
        return tuple(GroupGrant(group_id) for group_id in self.group_ids)

    def request(self) -> Request:
        """The intake that it asks for."""
        newcomers = Newcomers(self.role, self.language, self.labels, self.deactivates_on)
        return Request(OPERATION, self.reactivate, self.hold_seconds, mode=self.mode, newcomers=newcomers)

    def confirmed(self) -> ImportForm:
        """The same form, its changes confirmed."""
        return replace(self, confirm_changes=True)

    def text(self) -> str:
        """The form as JSON."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return orjson.dumps(values, default=str).decode()


def read_form(text: str) -> ImportForm:
    """The form behind its JSON."""
    values: Mapping[str, Any] = orjson.loads(text)
    day = values["deactivates_on"]
    typed = {
        "mode": ExistingMembers(values["mode"]),
        "role": Role(values["role"]),
        "highest": Role(values.get("highest", Role.OWNER)),
        "credentials": Delivery(values["credentials"]),
        "group_ids": tuple(UUID(one) for one in values["group_ids"]),
        "labels": tuple(values["labels"]),
        "deactivates_on": date.fromisoformat(day) if day else None,
    }
    return ImportForm(**{**values, **typed})


async def check_form(work: Work, actor: Actor, workspace: WorkspaceRow, form: ImportForm) -> ImportForm:
    """The form, cleaned; raises InvalidInput where a choice can't be granted at all."""
    labels, errors = check_labels(form.labels)
    if errors := check_terms(Terms(hold_seconds=form.hold_seconds)) + errors:
        raise InvalidInput(*errors)
    grants = Grants(form.role, form.grants, (), form.deactivates_on, form.language)
    clean = await check_grants(work, actor, workspace, grants)
    highest, *_ = grantable_roles(actor)
    return replace(form, labels=tuple(labels), language=clean.language, highest=highest)
