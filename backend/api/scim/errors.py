"""Refusals in SCIM's own form (RFC 7644 3.12)."""

from __future__ import annotations

from pydantic import ValidationError
from scim2_models import Error, SCIMException
from starlette.responses import Response

from backend.api.errors import FAULT, REFUSAL_STATUS
from backend.core.errors import DomainError, InputError, InvalidInput

MEDIA_TYPE = "application/scim+json"
TAKEN = frozenset({"LOGIN_TAKEN", "USERNAME_TAKEN", "EXTERNAL_ID_TAKEN", "EMAIL_TAKEN", "ADDRESS_TAKEN"})


def error_of(refusal: Exception) -> Error:
    """What a refusal is to SCIM."""
    if isinstance(refusal, SCIMException):
        return refusal.to_error()
    if isinstance(refusal, ValidationError):
        return Error.from_validation_errors(refusal)[0]
    if isinstance(refusal, InvalidInput):
        return _invalid(refusal.errors)
    if isinstance(refusal, DomainError):
        status = 404 if refusal.code == "WRONG_ID" else REFUSAL_STATUS.get(refusal.code, 400)
        return Error(status=status, detail=refusal.message)
    return Error(status=500, detail=FAULT)


def answer(error: Error, retry_after: object = None) -> Response:
    """An error as an answer."""
    headers = {"Cache-Control": "no-store"}
    if retry_after:
        headers["Retry-After"] = str(retry_after)
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(error.model_dump_json(), error.status or 400, headers, MEDIA_TYPE)


def _invalid(errors: tuple[InputError, ...]) -> Error:
    taken = any(error.code in TAKEN for error in errors)
    told = " ".join(f"{'.'.join(error.field)}: {error.message} ({error.code})" for error in errors)
    return Error(
        status=409 if taken else 400, scim_type="uniqueness" if taken else "invalidValue", detail=told
    )
