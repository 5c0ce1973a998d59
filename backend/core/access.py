"""Who is asking, and what each role may do: one table, denied by default."""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar
from uuid import UUID

from backend.core.errors import Forbidden

P = ParamSpec("P")
T = TypeVar("T")


class Role(StrEnum):
    """What a member may do in the workspace, highest first."""

    OWNER = "OWNER"
    ADMIN = "ADMIN"
    TRAINER = "TRAINER"
    TRAINEE = "TRAINEE"

    @property
    def rank(self) -> int:
        """Higher is mightier."""
        return RANKS[self]


RANKS = {Role.OWNER: 3, Role.ADMIN: 2, Role.TRAINER: 1, Role.TRAINEE: 0}


class Permission(StrEnum):
    """One thing that a caller may or may not do."""

    SEE_WORKSPACE = "SEE_WORKSPACE"
    MANAGE_WORKSPACE = "MANAGE_WORKSPACE"
    SEE_MEMBERS = "SEE_MEMBERS"
    INVITE = "INVITE"
    MANAGE_MEMBERS = "MANAGE_MEMBERS"
    SEE_GROUPS = "SEE_GROUPS"
    CREATE_GROUPS = "CREATE_GROUPS"
    MANAGE_GROUP = "MANAGE_GROUP"
    SEE_PROGRAMS = "SEE_PROGRAMS"
    MANAGE_PROGRAMS = "MANAGE_PROGRAMS"
    REGISTER = "REGISTER"
    SEE_INVITATIONS = "SEE_INVITATIONS"
    MANAGE_INVITATIONS = "MANAGE_INVITATIONS"
    SEE_BATCHES = "SEE_BATCHES"
    SEE_STATISTICS = "SEE_STATISTICS"
    EXPORT = "EXPORT"
    SEE_AUDIT = "SEE_AUDIT"
    MANAGE_KEYS = "MANAGE_KEYS"
    PROVISION = "PROVISION"
    OWN_PROFILE = "OWN_PROFILE"


# The least role for each permission. Those marked "own" are narrowed further by the action itself: a
# trainer to their own programs, a group's manager to their own groups.
LEAST_ROLE: dict[Permission, Role] = {
    Permission.SEE_WORKSPACE: Role.TRAINEE,
    Permission.MANAGE_WORKSPACE: Role.ADMIN,
    Permission.SEE_MEMBERS: Role.TRAINEE,  # own, of trainees: oneself, and the people of groups one leads
    Permission.INVITE: Role.ADMIN,
    Permission.MANAGE_MEMBERS: Role.ADMIN,
    Permission.SEE_GROUPS: Role.TRAINEE,  # own: trainees theirs; private ones who leads them, and admins
    Permission.CREATE_GROUPS: Role.ADMIN,
    Permission.MANAGE_GROUP: Role.TRAINEE,  # own: its managers
    Permission.SEE_PROGRAMS: Role.TRAINEE,  # own: those one is registered in
    Permission.MANAGE_PROGRAMS: Role.TRAINER,  # own: a trainer's programs
    Permission.REGISTER: Role.TRAINER,  # own: sessions of a trainer's programs
    Permission.SEE_INVITATIONS: Role.TRAINEE,  # own: people of the groups one manages
    Permission.MANAGE_INVITATIONS: Role.TRAINEE,  # own: those one made
    Permission.SEE_BATCHES: Role.TRAINEE,  # own: one's own batches
    Permission.SEE_STATISTICS: Role.TRAINEE,  # own: groups one manages or coaches
    Permission.EXPORT: Role.TRAINEE,  # own: groups one manages
    Permission.SEE_AUDIT: Role.ADMIN,
    Permission.MANAGE_KEYS: Role.ADMIN,
    Permission.PROVISION: Role.ADMIN,  # by SCIM, and there alone
    Permission.OWN_PROFILE: Role.TRAINEE,
}
# What a directory does at its own door; the role of its key still holds.
PROVISIONING = frozenset(
    {
        Permission.PROVISION,
        Permission.SEE_MEMBERS,
        Permission.INVITE,
        Permission.MANAGE_MEMBERS,
        Permission.SEE_GROUPS,
        Permission.CREATE_GROUPS,
        Permission.MANAGE_GROUP,
    }
)


class Door(StrEnum):
    """How the caller came in."""

    APP = "APP"
    TOKEN = "TOKEN"  # noqa: S105 - the name of a door
    API_KEY = "API_KEY"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller of an action: always in one workspace; `member_id` is None for the system itself.

    `scopes` is None for people; an API key may do only what its scopes name.
    """

    workspace_id: UUID
    member_id: UUID | None
    role: Role
    door: Door = Door.APP
    key_id: UUID | None = None
    scopes: frozenset[Permission] | None = None

    @property
    def is_admin(self) -> bool:
        """Whether the whole workspace is theirs to manage."""
        return self.role.rank >= Role.ADMIN.rank


Action: TypeAlias = Callable[Concatenate[Actor, P], Coroutine[Any, Any, T]]


def system(workspace_id: UUID) -> Actor:
    """The system acting in a workspace: seeds, clock times, workers."""
    return Actor(workspace_id, None, Role.OWNER, Door.SYSTEM)


def provisioning(actor: Actor) -> Actor:
    """The caller at SCIM's door, where one scope stands for all that a directory does; raises Forbidden."""
    require(actor, Permission.PROVISION)
    return actor if actor.scopes is None else replace(actor, scopes=PROVISIONING)


def may(actor: Actor, permission: Permission) -> bool:
    """Whether role and scopes allow it; the action may narrow it further to what is the actor's own."""
    if actor.scopes is not None and permission not in actor.scopes:
        return False
    return actor.role.rank >= LEAST_ROLE[permission].rank


def require(actor: Actor, permission: Permission) -> None:
    """Raise Forbidden unless `may`."""
    if may(actor, permission):
        return
    if actor.scopes is not None and permission not in actor.scopes:
        message = f"This API key lacks the scope {permission.value}."
        raise Forbidden(message, permission=permission.value, reason="SCOPE_MISSING")
    raise Forbidden(permission=permission.value)


def grantable_roles(actor: Actor) -> list[Role]:
    """The roles this caller can give, highest first: never above their own, nor of more than a key may do."""
    return [role for role in Role if role.rank <= actor.role.rank and _covered(actor, role)]


def _covered(actor: Actor, role: Role) -> bool:
    """Whether a key's scopes hold all that this role adds; else its holder would make themselves mightier."""
    added = {one for one, least in LEAST_ROLE.items() if Role.TRAINEE.rank < least.rank <= role.rank}
    return actor.scopes is None or added - {Permission.PROVISION} <= actor.scopes


def needs(permission: Permission) -> Callable[[Action[P, T]], Action[P, T]]:
    """Declare an action's permission and refuse callers without it, before anything else runs."""

    def declare(action: Action[P, T]) -> Action[P, T]:
        @functools.wraps(action)
        async def guarded(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> T:
            require(actor, permission)
            return await action(actor, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by the house tests
        return guarded

    return declare
