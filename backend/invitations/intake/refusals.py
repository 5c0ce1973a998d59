"""Why a row can't be taken, whoever is meant by it."""

from __future__ import annotations

from backend.core.errors import InputError
from backend.invitations.intake.known import Facts, Paste
from backend.invitations.intake.people import Account, Delivery, KnownMember
from backend.invitations.intake.shapes import Entry, ExistingMembers, PlannedRow, Request
from backend.members.status import MemberStatus


def refusal_of(
    entry: Entry, request: Request, known: KnownMember | None, facts: Facts, paste: Paste
) -> InputError | None:
    """The first reason to refuse a row, or None."""
    if known is not None and request.mode is ExistingMembers.IGNORE:
        return None
    if known is None and entry.member_id is not None:
        return InputError("UNKNOWN_MEMBER", "There is no member with this id.", ("memberIds",))
    if refusal := _bounce_refusal(entry.email_key, entry, facts):
        return refusal
    if refusal := _identity_refusal(entry, known, facts, paste):
        return refusal
    if (known is None or known.person.email_key is None) and (refusal := _domain_refusal(entry, facts)):
        return refusal
    if known is None:
        return _newcomer_refusal(entry)
    if known.status is not MemberStatus.DEACTIVATED:
        return None
    if not request.reactivate:
        message = "This member is deactivated. Choose to reactivate, or leave them out."
        return InputError("MEMBER_DEACTIVATED", message, (entry.where,))
    if known.role.rank > facts.actor_role.rank:
        message = "You may not change a member above your own role."
        return InputError("ABOVE_YOUR_ROLE", message, (entry.where,))
    return None


def letter_refusal(row: PlannedRow, request: Request, facts: Facts) -> InputError | None:
    """Nothing is written to where mail came back, however somebody was named; not everyone may invite."""
    if row.reaches and (refusal := _bounce_refusal(row.person.email_key, row.entry, facts)):
        return refusal
    return _invitation_refusal(row, request, facts)


def _bounce_refusal(email_key: str | None, entry: Entry, facts: Facts) -> InputError | None:
    why = facts.suppressed.get(email_key or "")
    if why is None:
        return None
    message = f"Mail to this address came back ({why}). Mend the address, or clear the bounce."
    return InputError("ADDRESS_BOUNCED", message, (entry.where,))


def _invitation_refusal(row: PlannedRow, request: Request, facts: Facts) -> InputError | None:
    """Not everyone who may add members may invite new ones, nor open the door to those above them."""
    if not row.invites:
        return None
    if not request.may_invite:
        message = "You may register members, not invite people who are new. Ask an administrator."
        return InputError("MAY_NOT_INVITE", message, (row.entry.where,))
    if row.role.rank > facts.actor_role.rank:
        message = "You may not invite anyone to a role above your own."
        return InputError("ABOVE_YOUR_ROLE", message, (row.entry.where,))
    return None


def delivery_refusal(account: Account, email: str | None) -> InputError | None:
    """A password that is mailed, or that nobody is told of, must be given; a letter needs an address."""
    if account.delivery is not Delivery.NONE and email is None:
        message = "Without an e-mail address nothing can be mailed: choose to send nothing."
        return InputError("EMAIL_REQUIRED", message, ("email",))
    if account.delivery is not Delivery.LINK and account.password_row is None:
        message = "Give a password, or let a link to choose one be mailed."
        return InputError("PASSWORD_REQUIRED", message, ("password",))
    return None


def _identity_refusal(
    entry: Entry, known: KnownMember | None, facts: Facts, paste: Paste
) -> InputError | None:
    by_username = facts.members.get(f"u:{entry.username_key}")
    if known and by_username and by_username.id != known.id:
        message = f"The username belongs to someone else than the address: {by_username.login}."
        return InputError("USERNAME_TAKEN", message, ("username",))
    if known and entry.email_key and known.person.email_key not in (None, entry.email_key):
        message = f"The username belongs to someone with another address: {known.person.email}."
        return InputError("USERNAME_TAKEN", message, ("username",))
    external_id = entry.account.external_id if entry.account else None
    if external_id is None:
        return None
    owner = facts.external_ids.get(external_id)
    if external_id in paste.external_ids or (owner and (known is None or known.id != owner)):
        message = f"Someone else has the external id {external_id!r}."
        return InputError("EXTERNAL_ID_TAKEN", message, ("externalId",))
    return None


def _domain_refusal(entry: Entry, facts: Facts) -> InputError | None:
    allowed = facts.workspace.allowed_domains
    if not allowed or entry.email_key is None or entry.email_key.rpartition("@")[2] in allowed:
        return None
    message = f"This workspace takes addresses at {', '.join(allowed)} only."
    return InputError("DOMAIN_NOT_ALLOWED", message, (entry.where,))


def _newcomer_refusal(entry: Entry) -> InputError | None:
    account = entry.account
    if account is None or (account.on_paper and entry.email is None):
        return None
    return delivery_refusal(account, entry.email)
