"""What a row says, cleaned and judged by itself: before it meets the workspace's groups and people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson

from backend.accounts.reading.shapes import AccountRow
from backend.core.access import Role
from backend.core.addresses import Address, read_address
from backend.core.errors import InputError, read_error
from backend.core.password_policy import INITIAL_LEAST, password_errors
from backend.core.usernames import check_username, username_key


@dataclass(frozen=True, slots=True)
class Said:
    """A row's word; None leaves a field alone. `errors` refuse it, `meant` is a likelier address."""

    email: str | None = None
    email_key: str | None = None
    meant: str | None = None
    username: str | None = None
    username_key: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    external_id: str | None = None
    labels: tuple[str, ...] | None = None
    additional_information: tuple[str, ...] | None = None
    groups: tuple[str, ...] = ()
    language: str | None = None
    has_password: bool = False
    send_credentials: bool | None = None
    role: Role | None = None
    deactivates_on: date | None = None
    errors: tuple[InputError, ...] = ()

    @property
    def identity(self) -> str | None:
        """What the person is known by, as the pipeline keys it; None where there is only a name."""
        if self.email_key:
            return f"e:{self.email_key}"
        return f"u:{self.username_key}" if self.username_key else None


def said_of(row: AccountRow) -> Said:
    """A row read as far as it goes without asking anybody."""
    address = read_address(row.email) if row.email else Address("")
    username, errors = check_username(row.username) if row.username else ("", [])
    if address.error:
        errors.append(replace(address.error, field=("email",)))
    if row.password:
        errors += password_errors(row.password, least=INITIAL_LEAST)
    return Said(
        email=address.display or None,
        email_key=address.key or None,
        meant=address.suggestion,
        username=username or None,
        username_key=username_key(username),
        first_name=row.first_name,
        last_name=row.last_name,
        external_id=row.external_id,
        labels=row.labels,
        additional_information=row.additional_information,
        groups=row.groups or (),
        language=row.language,
        has_password=bool(row.password),
        send_credentials=row.send_credentials,
        role=row.role,
        deactivates_on=row.deactivates_on,
        errors=tuple(error.at_row(row.position) for error in (*row.errors, *errors)),
    )


def said_as_json(said: Said) -> str:
    """Only what is said; the rest goes without saying."""
    values = ((name, getattr(said, name)) for name in Said.__dataclass_fields__)
    return orjson.dumps({name: value for name, value in values if value not in (None, ())}).decode()


def read_said(text: str) -> Said:
    """A row's word out of JSON."""
    values: dict[str, Any] = orjson.loads(text)
    for name in ("labels", "additional_information", "groups"):
        if name in values:
            values[name] = tuple(values[name])
    if "role" in values:
        values["role"] = Role(values["role"])
    if "deactivates_on" in values:
        values["deactivates_on"] = date.fromisoformat(values["deactivates_on"])
    if "errors" in values:
        values["errors"] = tuple(read_error(one) for one in values["errors"])
    return Said(**values)
