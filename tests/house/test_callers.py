"""Every action and every caller: who lacks the permission is refused before anything is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from tortoise.exceptions import ConfigurationError

from backend.core.access import LEAST_ROLE, Actor, Door, Permission, Role, may
from backend.core.errors import Forbidden
from tests.house.test_permissions import BY_OTHER_MEANS, _for_an_actor, _permission

WORKSPACE = uuid4()


def _actions() -> Iterator[tuple[str, Permission]]:
    for name in sorted(_for_an_actor()):
        permission = _permission(name)
        if isinstance(permission, Permission):
            yield name, permission


def _callers() -> Iterator[tuple[str, Actor]]:
    for role in Role:
        yield role.value, Actor(WORKSPACE, uuid4(), role)
    for scope in Permission:
        scopes = frozenset({scope})
        yield f"key for {scope}", Actor(WORKSPACE, None, Role.ADMIN, Door.API_KEY, uuid4(), scopes)
    yield "key for nothing", Actor(WORKSPACE, None, Role.OWNER, Door.API_KEY, uuid4(), frozenset())


ACTIONS = dict(_actions())


@pytest.mark.parametrize("name", ACTIONS)
async def test_callers_without_the_permission_are_refused_at_the_door(name: str) -> None:
    module, _, function = name.rpartition(".")
    action: Any = getattr(import_module(module), function)
    for who, actor in _callers():
        assert await _is_let_in(action, actor) is may(actor, ACTIONS[name]), f"{who} at {name}"


async def _is_let_in(action: Any, actor: Actor) -> bool:
    """Without its arguments, and without a database, an action can't go beyond its own door."""
    try:
        await action(actor)
    except Forbidden:
        return False
    except (TypeError, RuntimeError, ConfigurationError):
        return True
    raise AssertionError("it did something")


def test_every_role_may_do_all_that_a_lower_one_may() -> None:
    for permission in LEAST_ROLE:
        allowed = [may(Actor(WORKSPACE, uuid4(), role), permission) for role in Role]
        assert allowed == sorted(allowed, reverse=True)


def test_the_walk_meets_every_action() -> None:
    assert len(ACTIONS) > 20
    assert not set(ACTIONS) & set(BY_OTHER_MEANS)
