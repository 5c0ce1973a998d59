"""Refusals with stable codes: whole requests (DomainError) and single inputs (InputError)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class InputError:
    """One thing a person can mend: where it is, why it is refused and what would do instead.

    `field` is a path into the input; `row` counts from 1 in a list or a file; `value` is what the message
    names: a column, a group or a language as it was written, or a limit.
    """

    code: str
    message: str
    field: tuple[str, ...] = ()
    row: int | None = None
    suggestion: str | None = None
    value: str | None = None

    def at_row(self, row: int) -> InputError:
        """The same error, told of one row."""
        return replace(self, row=row)


def read_error(value: dict[str, Any]) -> InputError:
    """An error out of JSON."""
    return InputError(**{**value, "field": tuple(value["field"])})


class InvalidInput(Exception):
    """The input as a whole can't be taken; answered as `errors` in the payload."""

    def __init__(self, *errors: InputError) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


class DomainError(Exception):
    """A refusal of the whole request; becomes a top-level error with `extensions.code`."""

    code = "REFUSED"
    message = "This request was refused."

    def __init__(self, message: str | None = None, **extensions: Any) -> None:
        self.message = message or self.message
        self.extensions = extensions
        super().__init__(self.message)


class Unauthenticated(DomainError):
    """Nobody is signed in, or their token has ended."""

    code = "UNAUTHENTICATED"
    message = "Sign in first."


class Forbidden(DomainError):
    """The caller is known and may not do this."""

    code = "FORBIDDEN"
    message = "You may not do this."


class NotFound(DomainError):
    """There is no such thing, or it is not the caller's to see: both answer alike."""

    code = "NOT_FOUND"
    message = "There is nothing with this id."


class WrongId(DomainError):
    """The id is malformed, or of another kind than the one asked for."""

    code = "WRONG_ID"


class PlanChanged(DomainError):
    """The plan that was approved is no longer what would happen."""

    code = "PLAN_CHANGED"
    message = "What would happen has changed since the preview. Look at the new plan and confirm it."


class RateLimited(DomainError):
    """Too much in too short a time; `retryAfter` in seconds."""

    code = "RATE_LIMITED"
    message = "Too many attempts. Wait a moment and try again."


class IdempotencyMismatch(DomainError):
    """The same key came with another body."""

    code = "IDEMPOTENCY_MISMATCH"
    message = "This Idempotency-Key was used with another request. Take a fresh key."


class IdempotencyInProgress(DomainError):
    """The same key is being worked on at this moment."""

    code = "IDEMPOTENCY_IN_PROGRESS"
    message = "The first request with this Idempotency-Key is still running. Ask again in a moment."
