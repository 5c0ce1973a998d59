"""From what a row says to an entry of the pipeline: identity, groups, role, date, password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from backend.accounts.named_groups import NamedGroups
from backend.accounts.reading.shapes import AccountRow
from backend.core.access import Role
from backend.core.addresses import Address, read_address
from backend.core.errors import InputError
from backend.core.password_policy import INITIAL_LEAST, password_errors
from backend.core.usernames import check_username, username_key
from backend.invitations.intake.people import Account, Delivery
from backend.invitations.intake.shapes import Entry, GroupGrant


@dataclass(frozen=True, slots=True)
class Reader:
    """What rows are read against: the workspace's groups, the caller's role, the day, and the form."""

    groups: NamedGroups
    highest: Role
    today: date
    delivery: Delivery = Delivery.LINK
    everyone: tuple[GroupGrant, ...] = field(default=())  # groups that every row gets
    on_paper: bool = True

    def entry(self, row: AccountRow) -> Entry:
        """The row as the pipeline takes it; what is wrong with it by itself is in its errors."""
        address = read_address(row.email) if row.email else Address("")
        username, errors = check_username(row.username) if row.username else ("", [])
        groups, unknown = self._groups(row.groups or ())
        errors = [*row.errors, *self._address_errors(address), *errors, *unknown, *self._limits(row)]
        return Entry(
            position=row.position,
            input=row.input,
            email=address.display or None,
            email_key=address.key or None,
            username=username or None,
            username_key=username_key(username),
            role=row.role,
            language=row.language,
            deactivates_on=row.deactivates_on,
            groups=groups,
            errors=tuple(replace(error, row=row.position) for error in errors),
            hints=_hints(address, row.position),
            account=self._account(row),
            where="email",
        )

    def _account(self, row: AccountRow) -> Account:
        return Account(
            first_name=row.first_name,
            last_name=row.last_name,
            external_id=row.external_id,
            labels=row.labels,
            additional_information=row.additional_information,
            password_row=row.position if row.password else None,
            delivery=delivery_of(row, self.delivery) if self.on_paper else self.delivery,
            on_paper=self.on_paper,
        )

    def _groups(self, texts: Sequence[str]) -> tuple[tuple[GroupGrant, ...], list[InputError]]:
        found = [self.groups.named(text) for text in texts]
        errors = [one for one in found if isinstance(one, InputError)]
        named = [GroupGrant(one) for one in found if not isinstance(one, InputError)]
        return tuple(dict.fromkeys((*named, *self.everyone))), errors

    def _address_errors(self, address: Address) -> list[InputError]:
        return [replace(address.error, field=("email",))] if address.error else []

    def _limits(self, row: AccountRow) -> list[InputError]:
        errors = password_errors(row.password, least=INITIAL_LEAST) if row.password else []
        if row.role is not None and row.role.rank > self.highest.rank:
            message = f"You can't give the role {row.role.value}: it is above your own."
            errors.append(InputError("ROLE_ABOVE_YOUR_OWN", message, ("role",), None, self.highest.value))
        if row.deactivates_on is not None and row.deactivates_on <= self.today:
            message = f"Access would have ended already: {row.deactivates_on} is not in the future."
            errors.append(InputError("DATE_IN_PAST", message, ("deactivatesOn",)))
        return errors


def delivery_of(row: AccountRow, form: Delivery) -> Delivery:
    """How the credentials of an imported row go out: as it says, else as the form does.

    A password to be mailed that isn't there is chosen by a link instead.
    """
    if row.send_credentials is False:
        return Delivery.NONE
    if row.send_credentials or form is Delivery.PASSWORD:
        return Delivery.PASSWORD if row.password else Delivery.LINK
    return form


def _hints(address: Address, position: int) -> tuple[InputError, ...]:
    if not address.suggestion:
        return ()
    message = f"Did you mean {address.suggestion}?"
    return (InputError("SUSPECTED_TYPO", message, ("email",), position, address.suggestion),)
