"""Trusted documents: the app's own and those for phones, found by their SHA-256; others may be refused."""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from graphql import (
    REMOVE,
    DocumentNode,
    FieldNode,
    GraphQLError,
    Visitor,
    print_ast,
    visit,
)

from backend.api.limits import parsed
from backend.auth.tokens import Caller
from backend.core import settings
from backend.core.access import Door
from backend.core.errors import DomainError
from backend.core.settings import Trust

OF_THE_APP = Path(__file__).parents[2] / "frontend" / "dist" / "documents.json"
FOR_PHONES = Path(__file__).parent / "phone"
REMEMBERED, LONGEST = 1024, 20_000  # documents, characters


class UnknownDocument(DomainError):
    """No document has this hash."""

    code = "PERSISTED_QUERY_NOT_FOUND"
    message = "There is no document with this hash here; send its text."


class WrongHash(DomainError):
    """The text that was sent has another hash than the one beside it."""

    code = "PERSISTED_QUERY_MISMATCH"
    message = "This is not the document with that hash."


class UntrustedDocument(DomainError):
    """Only known documents are taken from whoever asks so."""

    code = "UNTRUSTED_DOCUMENT"
    message = "Only documents of the app are taken here. Partners ask what they like with an API key."


def is_by_hash(asked: dict[str, Any]) -> bool:
    """Whether a request names its document by a hash."""
    return _hash_of(asked) is not None


def with_document(asked: dict[str, Any]) -> dict[str, Any]:
    """The request with its text in place of a hash; raises UnknownDocument, WrongHash.

    The hash comes as `documentId` (`sha256:…`, or bare) or as `extensions.persistedQuery.sha256Hash`.
    """
    digest = _hash_of(asked)
    if digest is None:
        return asked
    text = asked.get("query")
    if text is None:
        return {**asked, "query": _found(digest)}
    if sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != digest:
        raise WrongHash
    return asked


def require_trusted(query: str, caller: Caller | None) -> None:
    """Raise UntrustedDocument where the settings refuse this caller a document that is not known."""
    trust = settings.current().trusted_documents
    if trust is Trust.ANY or (caller is not None and caller.actor.door is Door.API_KEY):
        return
    by_cookie = caller is not None and caller.actor.door is Door.APP
    if (by_cookie or trust is Trust.PEOPLE) and not is_known(query):
        raise UntrustedDocument


@cache
def documents() -> dict[str, str]:
    """Every trusted document by its SHA-256, in hex."""
    built: dict[str, str] = orjson.loads(OF_THE_APP.read_bytes()) if OF_THE_APP.is_file() else {}
    texts = [path.read_text(encoding="utf-8") for path in sorted(FOR_PHONES.glob("*.graphql"))]
    return built | {sha256(text.encode()).hexdigest(): text for text in texts}


def canonical(document: DocumentNode) -> str:
    """The same for documents that ask for the same: without `__typename`, which caches add, in one order."""
    plain: DocumentNode = visit(document, _WithoutTypename())
    return "\n".join(sorted({print_ast(part) for part in plain.definitions}))


class _WithoutTypename(Visitor):
    def enter_field(self, node: FieldNode, *_: Any) -> Any:
        """Leave it out."""
        return REMOVE if node.name.value == "__typename" else None


def _hash_of(asked: dict[str, Any]) -> str | None:
    given = asked.get("documentId")
    if given is None:
        persisted = (asked.get("extensions") or {}).get("persistedQuery")
        given = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if given is None:
        return None
    if not isinstance(given, str):
        return ""
    return given.removeprefix("sha256:").lower()


def _found(digest: str) -> str:
    if digest not in documents():
        raise UnknownDocument
    return documents()[digest]


@cache
def _known() -> frozenset[str]:
    return frozenset(canonical(parsed(text)) for text in documents().values())


def is_known(query: str) -> bool:
    """Whether a document asks for the same as one that is trusted."""
    return len(query) <= LONGEST and _checked(query)


@lru_cache(REMEMBERED)
def _checked(query: str) -> bool:
    try:
        return canonical(parsed(query)) in _known()
    except GraphQLError:
        return False
