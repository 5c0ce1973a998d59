"""Secrets that must be read once more: sealed under the process secret, each bound to its own row."""

from __future__ import annotations

import os
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.core import settings

NONCE = 12


class BrokenSeal(Exception):
    """It was sealed for another row or under another secret, or has been changed."""


def seal(secret: str, row: UUID) -> bytes:
    """Encrypt a secret so that only this process secret opens it, and only for this row."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher().encrypt(nonce, secret.encode(), row.bytes)


def unseal(sealed: bytes, row: UUID) -> str:
    """The secret that was sealed for this row; raises BrokenSeal."""
    return _opened(sealed, row.bytes).decode()


def seal_piece(piece: bytes, row: UUID, position: int) -> bytes:
    """Encrypt one piece of a file for its very place."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher().encrypt(nonce, piece, row.bytes + position.to_bytes(8))


def unseal_piece(sealed: bytes, row: UUID, position: int) -> bytes:
    """The piece that was sealed for this place; raises BrokenSeal."""
    return _opened(sealed, row.bytes + position.to_bytes(8))


def _opened(sealed: bytes, place: bytes) -> bytes:
    try:
        return _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], place)
    except (InvalidTag, ValueError) as error:
        raise BrokenSeal from error


def _cipher() -> AESGCM:
    return AESGCM(_key(settings.current().secret))


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"usher: sealed secrets").derive(secret.encode())
