"""From a row's word to an entry of the pipeline: groups found, limits kept, credentials decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from backend.accounts.named_groups import NamedGroups
from backend.accounts.said import Said
from backend.core.access import Role
from backend.core.errors import InputError
from backend.invitations.intake.people import Account, Delivery
from backend.invitations.intake.shapes import Entry, GroupGrant


@dataclass(frozen=True, slots=True)
class Reader:
    """What rows are read against: the workspace's groups, the caller's role, the day, and the form."""

    groups: NamedGroups
    highest: Role
    today: date
    delivery: Delivery = Delivery.LINK
    others: tuple[GroupGrant, ...] = field(default=())  # groups of rows that name none
    on_paper: bool = True

    def entry(self, said: Said, position: int, text: str) -> Entry:
        """The row as the pipeline takes it; what is wrong with it by itself is in its errors."""
        groups, errors = self._groups(said.groups)
        errors += self._limits(said)
        return Entry(
            position=position,
            input=text,
            email=said.email,
            email_key=said.email_key,
            username=said.username,
            username_key=said.username_key,
            role=said.role,
            language=said.language,
            deactivates_on=said.deactivates_on,
            groups=groups,
            errors=(*said.errors, *(error.at_row(position) for error in errors)),
            hints=_hints(said.meant, position) if said.meant else (),
            account=self._account(said, position),
            where="email",
        )

    def _account(self, said: Said, position: int) -> Account:
        return Account(
            first_name=said.first_name,
            last_name=said.last_name,
            external_id=said.external_id,
            labels=said.labels,
            additional_information=said.additional_information,
            password_row=position if said.has_password else None,
            delivery=delivery_of(said, self.delivery) if self.on_paper else self.delivery,
            on_paper=self.on_paper,
        )

    def _groups(self, texts: Sequence[str]) -> tuple[tuple[GroupGrant, ...], list[InputError]]:
        if not texts:
            return self.others, []
        found = [self.groups.named(text) for text in texts]
        errors = [one for one in found if isinstance(one, InputError)]
        named = [one for one in found if isinstance(one, GroupGrant)]
        return tuple(dict.fromkeys(named)), errors

    def _limits(self, said: Said) -> Iterator[InputError]:
        if said.role is not None and said.role.rank > self.highest.rank:
            message = f"You can't give the role {said.role.value}: it is above your own."
            yield InputError("ROLE_ABOVE_YOUR_OWN", message, ("role",), None, self.highest.value)
        if said.deactivates_on is not None and said.deactivates_on <= self.today:
            message = f"Access would have ended already: {said.deactivates_on} is not in the future."
            yield InputError("DATE_IN_PAST", message, ("deactivatesOn",))


def delivery_of(said: Said, form: Delivery) -> Delivery:
    """How the credentials of an imported row go out: as it says, else as the form does.

    A password to be mailed that isn't there is chosen by a link instead.
    """
    if said.send_credentials is False:
        return Delivery.NONE
    if said.send_credentials or form is Delivery.PASSWORD:
        return Delivery.PASSWORD if said.has_password else Delivery.LINK
    return form


def _hints(meant: str, position: int) -> tuple[InputError, ...]:
    return (InputError("SUSPECTED_TYPO", f"Did you mean {meant}?", ("email",), position, meant),)
