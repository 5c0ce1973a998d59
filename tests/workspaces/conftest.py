"""A clean workspace for each test, on a database of this package's own."""

from __future__ import annotations

from tests.invitations.conftest import connected, home

__all__ = ["connected", "home"]
