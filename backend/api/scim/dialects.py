"""What Entra ID and Okta send beyond the standard, read as they mean it before anything is checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scim2_models import ScimPolicy

from backend.api.scim.models import CORE
from backend.core.languages import account_language

# What isn't kept here (titles, telephone numbers, an enterprise extension, a password) is let pass: refusing
# it would keep the whole person out. Entra names in a value whom it takes out of a group.
TOLERANT = ScimPolicy(unknown=ScimPolicy.Unknown.ignore, remove_value_as_filter=ScimPolicy.RemoveValue.apply)
NAMED = re.compile(rf"(?:{re.escape(CORE)}:(?:User|Group):)?(\w+)", re.IGNORECASE)


def understood(body: dict[str, Any]) -> dict[str, Any]:
    """A whole resource; a language that is none of ours is as good as none."""
    return dict(_pairs(body))


def understood_patch(body: dict[str, Any]) -> dict[str, Any] | None:
    """The operations of a PATCH; None where none is left, as of one that only tells the address."""
    meant = dict(body)
    for key, value in body.items():
        if key.lower() == "operations" and isinstance(value, list):
            meant[key] = [one for given in value for one in _operations(given)]
            if value and not meant[key]:
                return None
    return meant


def attribute_of(path: object) -> str:
    """The attribute that a path begins with, in small letters, without its schema."""
    match = NAMED.match(str(path or ""))
    return match[1].lower() if match else ""


def _operations(given: Any) -> Iterator[Any]:
    if not isinstance(given, dict):
        yield given
        return
    operation = {name.lower(): value for name, value in given.items()}
    path, value = operation.get("path"), operation.get("value")
    if not path:
        whole = dict(_pairs(value)) if isinstance(value, dict) else value
        if whole or not value:
            yield operation | ({"value": whole} if "value" in operation else {})
        return
    for _, meant in _pairs({str(path): value}):
        yield operation | ({"value": meant} if "value" in operation else {})


def _pairs(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Attributes with their values, as they are meant."""
    for key, value in values.items():
        name = attribute_of(key)
        if name == "emails":
            continue
        if name == "preferredlanguage" and isinstance(value, str) and value.strip():
            if code := account_language(value):
                yield key, code
        elif name == "members" and isinstance(value, list):
            yield key, [_member(one) for one in value]
        else:
            yield key, value


def _member(given: Any) -> Any:
    """Whom an entry of a group names; Entra adds a `$ref` of null, Okta what they are called."""
    if not isinstance(given, dict):
        return given
    return {name: value for name, value in given.items() if name.lower() == "value"}
