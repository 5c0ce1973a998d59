"""The GraphQL schema: every room's face, put together."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import date, datetime
from typing import Any

import strawberry
from graphql import GraphQLError, lexicographic_sort_schema, print_schema
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import StreamResult
from strawberry.types import ExecutionContext
from strawberry.types.execution import PreExecutionError

from backend.api.accounts import AccountMutations, AccountQueries
from backend.api.api_keys import ApiKeyMutations, ApiKeyQueries
from backend.api.audit import AuditQueries
from backend.api.auth import AuthMutations, AuthQueries
from backend.api.devices import DeviceMutations, DeviceQueries
from backend.api.documents import require_trusted
from backend.api.errors import shown_error
from backend.api.group_members import GroupMemberMutations
from backend.api.groups import GroupMutations, GroupQueries
from backend.api.invariants import InvariantQueries
from backend.api.invitation_verbs import InvitationVerbMutations
from backend.api.invitations import InvitationMutations, InvitationQueries
from backend.api.letters import LetterMutations, LetterQueries
from backend.api.limits import Limits
from backend.api.member_verbs import MemberMutations
from backend.api.members import MemberQueries
from backend.api.nodes import NodeQueries
from backend.api.profile import ProfileMutations
from backend.api.programs import ProgramMutations, ProgramQueries
from backend.api.registrations import RegistrationMutations, RegistrationQueries
from backend.api.sessions import SessionMutations, SessionQueries
from backend.api.sign_in_codes import SignInCodeMutations
from backend.api.statistics import StatisticsQueries
from backend.api.subscriptions import Subscription
from backend.api.types.accounts import AccountImport
from backend.api.types.dates import DAY, INSTANT
from backend.api.types.graph import Group, Invitation, Member, Program, Registration, Session
from backend.api.webhooks import WebhookMutations, WebhookQueries
from backend.core.errors import DomainError


@strawberry.type(description="Everything that can be asked.")
class Query(
    NodeQueries,
    ApiKeyQueries,
    AuthQueries,
    DeviceQueries,
    MemberQueries,
    GroupQueries,
    ProgramQueries,
    SessionQueries,
    RegistrationQueries,
    InvitationQueries,
    AccountQueries,
    StatisticsQueries,
    AuditQueries,
    LetterQueries,
    WebhookQueries,
    InvariantQueries,
):
    pass


@strawberry.type(description="Everything that can be done; each takes one input and answers one payload.")
class Mutation(
    AccountMutations,
    AuthMutations,
    DeviceMutations,
    ApiKeyMutations,
    SignInCodeMutations,
    ProfileMutations,
    MemberMutations,
    InvitationMutations,
    InvitationVerbMutations,
    GroupMutations,
    GroupMemberMutations,
    ProgramMutations,
    SessionMutations,
    RegistrationMutations,
    LetterMutations,
    WebhookMutations,
):
    pass


class Schema(strawberry.Schema):
    """The library's schema without its log, which quotes documents and with them passwords."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Nothing here: `errors.py` logs the faults."""

    async def stream(self, query: str | None, *args: Any, **kwargs: Any) -> StreamResult:
        """What a WebSocket is told: errors as over HTTP; one in the syntax ends its operation only."""
        context = kwargs["context_value"]
        try:
            await context.ask_anew()
            require_trusted(query or "", context.caller)
        except DomainError as refusal:
            return _shown(_refused(refusal))
        return _shown(await super().stream(query, *args, **kwargs))


async def _refused(refusal: DomainError) -> AsyncGenerator[Any, None]:
    yield PreExecutionError(data=None, errors=[GraphQLError(refusal.message, original_error=refusal)])


async def _shown(results: AsyncGenerator[Any, None]) -> AsyncGenerator[Any, None]:
    async with aclosing(results):
        try:
            async for result in results:
                if getattr(result, "errors", None):
                    result.errors = [_as_told(error) for error in result.errors]
                yield result
        except GraphQLError as error:
            yield PreExecutionError(data=None, errors=[_as_told(error)])


def _as_told(error: GraphQLError) -> GraphQLError:
    told = shown_error(error)
    return GraphQLError(
        told["message"], error.nodes, error.source, error.positions, error.path, None, told.get("extensions")
    )


schema = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[Member, Group, Program, Session, Registration, Invitation, AccountImport],
    extensions=[Limits],
    config=StrawberryConfig(scalar_map={date: DAY, datetime: INSTANT}),
)


def printed() -> str:
    """The schema as text, sorted by name, as it is committed in schema.graphql.

    Only the print is sorted: a sorted schema hands enumerations to resolvers as plain strings.
    """
    return print_schema(lexicographic_sort_schema(schema._schema)) + "\n"
