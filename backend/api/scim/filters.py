"""SCIM's filters (RFC 7644 3.4.2.2) as conditions that the database answers by its indexes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scim2_models import InvalidFilterException
from scim2_models.path import FilterVisitor
from scim2_models.path.expressions import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)

from backend.core.addresses import read_address
from backend.core.errors import WrongId
from backend.core.ids import Kind, decode
from backend.core.sqltext import Where, contains
from backend.members.status import NOT_DEACTIVATED

SIGNS = {
    CompareOperator.eq: "=",
    CompareOperator.ne: "IS DISTINCT FROM",
    CompareOperator.gt: ">",
    CompareOperator.ge: ">=",
    CompareOperator.lt: "<",
    CompareOperator.le: "<=",
}
TEXTUAL = (CompareOperator.co, CompareOperator.sw, CompareOperator.ew)


@dataclass(frozen=True, slots=True)
class Column:
    """Where an attribute is kept: an SQL expression and how its values are compared."""

    sql: str
    kind: str = "text"  # or folded, login, member, group, boolean, instant
    any_of: str = ""  # around the comparison, where there are several values


PEOPLE = {
    "id": Column("m.id", "member"),
    "username": Column("coalesce(m.email_key, m.username_key)", "login"),
    "externalid": Column("m.external_id"),
    "active": Column(f"({NOT_DEACTIVATED})", "boolean"),
    "name.familyname": Column("lower(m.last_name)", "folded"),
    "name.givenname": Column("lower(m.first_name)", "folded"),
    "preferredlanguage": Column("m.language", "folded"),
    "emails": Column("m.email_key", "login"),
    "emails.value": Column("m.email_key", "login"),
    "emails.type": Column("CASE WHEN m.email_key IS NOT NULL THEN 'work' END", "folded"),
    "emails.primary": Column("CASE WHEN m.email_key IS NOT NULL THEN true END", "boolean"),
    "meta.created": Column("m.created_at", "instant"),
    "meta.lastmodified": Column("m.updated_at", "instant"),
    "groups.value": Column(
        "p.group_id", "group", "EXISTS (SELECT FROM memberships p WHERE p.member_id = m.id AND {})"
    ),
}
GROUPS = {
    "id": Column("g.id", "group"),
    "displayname": Column("lower(g.name)", "folded"),
    "externalid": Column("g.external_id"),
    "meta.created": Column("g.created_at", "instant"),
    "members.value": Column(
        "p.member_id", "member", "EXISTS (SELECT FROM memberships p WHERE p.group_id = g.id AND {})"
    ),
}
PEOPLE["groups"], GROUPS["members"] = PEOPLE["groups.value"], GROUPS["members.value"]


class Conditions(FilterVisitor[str]):
    """Writes one condition, its values collected in `where`; raises InvalidFilterException."""

    def __init__(self, columns: Mapping[str, Column], where: Where, within: str = "") -> None:
        self.columns = columns
        self.where = where
        self.within = within

    def visit_comparison(self, node: Comparison) -> str:
        """One attribute against one value."""
        column = self._column(node.attr_path)
        if node.value is None and node.op in (CompareOperator.eq, CompareOperator.ne):
            there = f"{column.sql} IS NOT NULL" if node.op is CompareOperator.ne else f"{column.sql} IS NULL"
            return (column.any_of or "{}").format(there)
        condition = self._compared(column, node.op, node.value)
        if column.kind == "login" and node.op is CompareOperator.eq and "coalesce" in column.sql:
            key = self._value(_login(str(node.value)))  # by two indexes, where coalesce has none
            condition = f"((m.email_key = {key} OR m.username_key = {key}) AND {condition})"
        return (column.any_of or "{}").format(condition)

    def visit_present(self, node: Present) -> str:
        """Whether there is a value."""
        column = self._column(node.attr_path)
        return (column.any_of or "{}").format(f"{column.sql} IS NOT NULL")

    def visit_not(self, node: Not) -> str:
        """The opposite; what is unknown does not meet a condition."""
        return f"NOT coalesce({self.visit(node.expr)}, false)"

    def visit_logical_expr(self, node: LogicalExpr) -> str:
        """All of them, or any."""
        joint = " AND " if node.op is LogicalOperator.and_ else " OR "
        return f"({joint.join(self.visit(term) for term in node.terms)})"

    def visit_value_path(self, node: ValuePath) -> str:
        """Conditions on one of several values: `emails[value eq "a@x.org"]`."""
        return Conditions(self.columns, self.where, node.attr_path.attr).visit(node.val_filter)

    def _column(self, path: AttrPath) -> Column:
        name = ".".join(part for part in (self.within, path.attr, path.sub_attr) if part).lower()
        if name not in self.columns:
            raise InvalidFilterException(detail=f"There is no filter by {name}.")
        return self.columns[name]

    def _compared(self, column: Column, op: CompareOperator, value: Any) -> str:
        ready = _ready(column, value)
        if op not in TEXTUAL:
            return f"{column.sql} {SIGNS[op]} {self._value(ready)}"
        if not isinstance(ready, str):
            raise InvalidFilterException(detail=f"{op.value} compares texts.")
        pattern = contains(ready)
        pattern = pattern[1:] if op is CompareOperator.sw else pattern
        pattern = pattern[:-1] if op is CompareOperator.ew else pattern
        return f"{column.sql} LIKE {self._value(pattern)}"

    def _value(self, value: Any) -> str:
        self.where.parameters.append(value)
        return f"${len(self.where.parameters)}"


def narrow(where: Where, tree: FilterNode | None, columns: Mapping[str, Column]) -> Where:
    """Add the conditions of a filter, none for no filter; raises InvalidFilterException."""
    if tree is not None:
        where.conditions.append(Conditions(columns, where).visit(tree))
    return where


def _ready(column: Column, value: Any) -> Any:
    """A value as its column keeps it."""
    if column.kind == "boolean":
        if isinstance(value, bool):
            return value
        raise InvalidFilterException(detail="Compare with true or false.")
    if not isinstance(value, str):
        raise InvalidFilterException(detail="Compare with a text in quotes.")
    if column.kind in ("member", "group"):
        return _id(Kind.MEMBER if column.kind == "member" else Kind.GROUP, value)
    if column.kind == "instant":
        return _instant(value)
    return {"login": _login, "folded": str.lower}.get(column.kind, str)(value)


def _login(value: str) -> str:
    return (read_address(value).key if "@" in value else "") or value.strip().casefold()


def _id(kind: Kind, value: str) -> Any:
    try:
        return decode(kind, value)
    except WrongId:
        return None


def _instant(value: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise InvalidFilterException(detail=f"{value!r} is no instant.") from error
    if found.tzinfo is None:
        raise InvalidFilterException(detail=f"{value!r} says no zone.")
    return found
