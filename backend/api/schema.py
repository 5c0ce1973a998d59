"""The GraphQL schema: every room's face, put together."""

from __future__ import annotations

import strawberry
from graphql import GraphQLError, lexicographic_sort_schema, print_schema
from strawberry.extensions import MaxAliasesLimiter, MaxTokensLimiter, ParserCache, ValidationCache
from strawberry.types import ExecutionContext

from backend.api.api_keys import ApiKeyMutations, ApiKeyQueries
from backend.api.auth import AuthMutations, AuthQueries
from backend.api.groups import GroupMutations, GroupQueries
from backend.api.invitations import InvitationMutations, InvitationQueries
from backend.api.members import MemberQueries
from backend.api.nodes import NodeQueries
from backend.api.programs import ProgramMutations, ProgramQueries
from backend.api.subscriptions import Subscription
from backend.api.types.graph import Group, Invitation, Member, Program, Registration, Session


@strawberry.type(description="Everything that can be asked.")
class Query(
    NodeQueries, ApiKeyQueries, AuthQueries, MemberQueries, GroupQueries, ProgramQueries, InvitationQueries
):
    pass


@strawberry.type(description="Everything that can be done; each takes one input and answers one payload.")
class Mutation(AuthMutations, ApiKeyMutations, InvitationMutations, GroupMutations, ProgramMutations):
    pass


class Schema(strawberry.Schema):
    """The library's schema without its log, which quotes documents and with them passwords."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Nothing here: `errors.py` logs the faults."""


schema = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[Member, Group, Program, Session, Registration, Invitation],
    extensions=[
        lambda: MaxTokensLimiter(2000),
        lambda: MaxAliasesLimiter(15),
        lambda: ParserCache(maxsize=512),
        lambda: ValidationCache(maxsize=512),
    ],
)


def printed() -> str:
    """The schema as text, sorted by name, as it is committed in schema.graphql.

    Only the print is sorted: a sorted schema hands enumerations to resolvers as plain strings.
    """
    return print_schema(lexicographic_sort_schema(schema._schema)) + "\n"
