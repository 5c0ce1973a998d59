"""Denied by default: whatever acts or reads for a caller says what they must be allowed."""

from __future__ import annotations

import ast
from importlib import import_module

from backend.core.access import LEAST_ROLE, Permission
from tests.house.source import calls, modules

FLOORS_WITHOUT_ROOMS = {"core", "api", "seed.py"}

# Actions that ask for something other than a permission.
BY_OTHER_MEANS = {
    "backend.auth.actions.change_password.change_password": "asks for the present password",
    "backend.auth.actions.sign_out.sign_out": "everyone may leave, and ends only the token they came with",
}
# Reads that no caller reaches by themselves.
SAME_SIGHT = "narrowed by the condition that the list of the same things is narrowed by"
AFTER_THE_PARENT = "asked only for rows that the caller was shown already"
UNDER_ANOTHER_READ = {
    "backend.groups.queries.groups_by_id": SAME_SIGHT,
    "backend.groups.queries.memberships_of": SAME_SIGHT,
    "backend.groups.queries.group_counts": AFTER_THE_PARENT,
    "backend.accounts.imports.queries.imports_of_batches": "nothing for whoever may not import",
    "backend.invitations.queries.batches_by_id": SAME_SIGHT,
    "backend.invitations.queries.invitations_by_id": SAME_SIGHT,
    "backend.invitations.queries.latest_invitations": SAME_SIGHT,
    "backend.exports.files.stream": "what it streams was asked for by the export",
    "backend.mail.queries.count_mails_of_members": AFTER_THE_PARENT,
    "backend.mail.queries.mails_by_id": AFTER_THE_PARENT,
    "backend.mail.queries.mails_of_members": AFTER_THE_PARENT,
    "backend.mail.queries.newest_mails_of": AFTER_THE_PARENT,
    "backend.members.queries.bounces_of": AFTER_THE_PARENT,
    "backend.members.queries.members_by_id": SAME_SIGHT,
    "backend.programs.queries.assigned_groups": SAME_SIGHT,
    "backend.programs.queries.programs_by_id": SAME_SIGHT,
    "backend.programs.queries.sessions_by_id": SAME_SIGHT,
    "backend.programs.registrations.reasons_of": AFTER_THE_PARENT,
    "backend.programs.registrations.registration_counts": AFTER_THE_PARENT,
    "backend.programs.registrations.registrations_by_id": SAME_SIGHT,
}


def test_every_action_declares_its_permission() -> None:
    actions = {name for name, node in _for_an_actor().items() if _calls(node, "unit_of_work")}
    declared = {name for name in actions if isinstance(_permission(name), Permission)}
    assert declared
    assert actions - declared == set(BY_OTHER_MEANS)


def test_every_read_asks_for_a_permission() -> None:
    reads = {name: node for name, node in _for_an_actor().items() if not _calls(node, "unit_of_work")}
    asking = {name for name, node in reads.items() if _calls(node, "require")}
    assert asking
    assert set(reads) - asking == set(UNDER_ANOTHER_READ)


def test_every_permission_has_its_least_role() -> None:
    assert set(LEAST_ROLE) == set(Permission)


def _for_an_actor() -> dict[str, ast.AsyncFunctionDef]:
    """The rooms' public coroutines whose first parameter is the actor; who writes opens a unit of work."""
    return {
        f"{module.name}.{node.name}": node
        for module in modules()
        if module.path.parts[1] not in FLOORS_WITHOUT_ROOMS
        for node in module.tree.body
        if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_") and _takes_an_actor(node)
    }


def _takes_an_actor(node: ast.AsyncFunctionDef) -> bool:
    first = [*node.args.posonlyargs, *node.args.args][:1]
    return any(one.annotation is not None and ast.unparse(one.annotation) == "Actor" for one in first)


def _permission(name: str) -> object:
    module, _, function = name.rpartition(".")
    return getattr(getattr(import_module(module), function), "permission", None)


def _calls(node: ast.AST, name: str) -> bool:
    return any(ast.unparse(call.args[0]) == "actor" for call in calls(node, name) if call.args)
