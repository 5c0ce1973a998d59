"""Refusals of signing in, of links and of passwords."""

from __future__ import annotations

from backend.auth.rules import LinkState
from backend.core.errors import Forbidden, InputError, InvalidInput, Unauthenticated

LINKS = {
    LinkState.ACCEPTED: "This link has been used already. Sign in with your password.",
    LinkState.EXPIRED: "This link has run out. Ask for a new one.",
    LinkState.REVOKED: "This link no longer holds. Ask whoever invited you.",
    LinkState.REPLACED: "A newer mail has taken the place of this one. Use the link in the newest.",
    LinkState.UNKNOWN: "This link is not one of ours. Copy it whole from your mail.",
    LinkState.WRONG_ACCOUNT: "This link is for somebody else than who is signed in here. Sign out first.",
}


class PasswordChangeRequired(Forbidden):
    """An initial password opens nothing but the way to change it."""

    code = "PASSWORD_CHANGE_REQUIRED"
    message = "Choose a password of your own first."


def wrong_sign_in() -> InvalidInput:
    """One answer for unknown logins, wrong passwords and whoever may not sign in."""
    message = "We know no account with this address or username and this password."
    return InvalidInput(InputError("WRONG_SIGN_IN", message, ("password",)))


def wrong_code() -> InvalidInput:
    """One answer for unknown logins, wrong and used codes, and whoever may not sign in."""
    message = "We know no account with this name and this code. Codes work once, and not for long."
    return InvalidInput(InputError("WRONG_CODE", message, ("code",)))


def dead_link(state: LinkState) -> InvalidInput:
    """The link can't be used; the code says what became of it."""
    return InvalidInput(InputError(f"LINK_{state.value}", LINKS[state], ("token",)))


def wrong_current_password(field: str = "current") -> InvalidInput:
    """Whoever changes a password must know the present one."""
    return InvalidInput(InputError("WRONG_PASSWORD", "This is not your present password.", (field,)))


def unchanged_password() -> InvalidInput:
    """A password that must be changed can't stay what it was."""
    message = "This is your present password. Take another."
    return InvalidInput(InputError("PASSWORD_UNCHANGED", message, ("password",)))


class KeyRefused(Unauthenticated):
    """An API key that opens nothing; `reason` says whether it is unknown, revoked or expired."""

    message = "This API key opens nothing."
