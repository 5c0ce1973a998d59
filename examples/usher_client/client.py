from typing import Any, Optional, Union

from .account_import import (
    AccountImport,
    AccountImportNodeAccountImport,
    AccountImportNodeNode,
)
from .assign_group_to_program import (
    AssignGroupToProgram,
    AssignGroupToProgramAssignGroupToProgram,
)
from .base_client import BaseClient
from .base_model import UNSET, UnsetType
from .create_group import CreateGroup, CreateGroupCreateGroup
from .create_program import CreateProgram, CreateProgramCreateProgram
from .create_session import CreateSession, CreateSessionCreateSession
from .enums import Period
from .group_statistics import GroupStatistics, GroupStatisticsGroupStatistics
from .input_types import (
    AssignGroupToProgramInput,
    CreateGroupInput,
    CreateProgramInput,
    CreateSessionInput,
    InviteByEmailInput,
    MemberFilter,
    SetAccountsInput,
    SignInInput,
    UndoBatchInput,
    UpsertGroupInput,
)
from .invite_by_email import InviteByEmail, InviteByEmailInviteByEmail
from .members import Members, MembersMembers
from .set_accounts import SetAccounts, SetAccountsSetAccounts
from .sign_in import SignIn, SignInSignIn
from .undo_batch import UndoBatch, UndoBatchUndoBatch
from .upsert_group import UpsertGroup, UpsertGroupUpsertGroup
from .viewer import Viewer, ViewerViewer
from .why import Why, WhyNodeMember, WhyNodeNode


def gql(q: str) -> str:
    return q


class UsherClient(BaseClient):
    def sign_in(self, input: SignInInput, **kwargs: Any) -> SignInSignIn:
        query = gql("""
            mutation SignIn($input: SignInInput!) {
              signIn(input: $input) {
                token
                mustChangePassword
                workspaces {
                  name
                  slug
                }
                errors {
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="SignIn", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SignIn.model_validate(data).sign_in

    def viewer(self, **kwargs: Any) -> ViewerViewer:
        query = gql("""
            query Viewer {
              viewer {
                member {
                  id
                  email
                  role
                }
                workspace {
                  id
                  name
                  slug
                  language
                  timeZone
                }
                permissions
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="Viewer", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Viewer.model_validate(data).viewer

    def create_group(
        self, input: CreateGroupInput, **kwargs: Any
    ) -> CreateGroupCreateGroup:
        query = gql("""
            mutation CreateGroup($input: CreateGroupInput!) {
              createGroup(input: $input) {
                group {
                  id
                  name
                  externalId
                }
                errors {
                  code
                  message
                  field
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="CreateGroup", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CreateGroup.model_validate(data).create_group

    def create_program(
        self, input: CreateProgramInput, **kwargs: Any
    ) -> CreateProgramCreateProgram:
        query = gql("""
            mutation CreateProgram($input: CreateProgramInput!) {
              createProgram(input: $input) {
                program {
                  id
                  title
                }
                errors {
                  code
                  message
                  field
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="CreateProgram", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CreateProgram.model_validate(data).create_program

    def create_session(
        self, input: CreateSessionInput, **kwargs: Any
    ) -> CreateSessionCreateSession:
        query = gql("""
            mutation CreateSession($input: CreateSessionInput!) {
              createSession(input: $input) {
                session {
                  id
                  state
                  startsAt
                  timeZone
                }
                errors {
                  code
                  message
                  field
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="CreateSession", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CreateSession.model_validate(data).create_session

    def assign_group_to_program(
        self, input: AssignGroupToProgramInput, **kwargs: Any
    ) -> AssignGroupToProgramAssignGroupToProgram:
        query = gql("""
            mutation AssignGroupToProgram($input: AssignGroupToProgramInput!) {
              assignGroupToProgram(input: $input) {
                plan {
                  counts {
                    total
                  }
                }
                errors {
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="AssignGroupToProgram",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AssignGroupToProgram.model_validate(data).assign_group_to_program

    def invite_by_email(
        self, input: InviteByEmailInput, **kwargs: Any
    ) -> InviteByEmailInviteByEmail:
        query = gql("""
            mutation InviteByEmail($input: InviteByEmailInput!) {
              inviteByEmail(input: $input) {
                plan {
                  hash
                  counts {
                    total
                    invite
                    refused
                  }
                  rows(first: 100) {
                    nodes {
                      position
                      input
                      email
                      outcome
                      errors {
                        code
                        message
                        suggestion
                      }
                    }
                  }
                  mails {
                    kind
                    count
                    dueAt
                    session {
                      name
                    }
                  }
                }
                batch {
                  id
                }
                errors {
                  code
                  message
                  field
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="InviteByEmail", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return InviteByEmail.model_validate(data).invite_by_email

    def set_accounts(
        self, input: SetAccountsInput, **kwargs: Any
    ) -> SetAccountsSetAccounts:
        query = gql("""
            mutation SetAccounts($input: SetAccountsInput!) {
              setAccounts(input: $input) {
                accountImport {
                  id
                  state
                }
                errors {
                  code
                  message
                  field
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="SetAccounts", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SetAccounts.model_validate(data).set_accounts

    def account_import(
        self, id: str, **kwargs: Any
    ) -> Optional[Union[AccountImportNodeNode, AccountImportNodeAccountImport]]:
        query = gql("""
            query AccountImport($id: ID!) {
              node(id: $id) {
                __typename
                ... on AccountImport {
                  id
                  state
                  counts {
                    total
                    create
                    update
                    refused
                  }
                  progress {
                    total
                    written
                  }
                  rows(first: 100, outcome: [REFUSED]) {
                    nodes {
                      position
                      input
                      errors {
                        code
                        message
                        field
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="AccountImport", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AccountImport.model_validate(data).node

    def members(
        self,
        first: int,
        after: Union[Optional[str], UnsetType] = UNSET,
        filter_: Union[Optional[MemberFilter], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> MembersMembers:
        query = gql("""
            query Members($first: Int!, $after: String, $filter: MemberFilter) {
              members(first: $first, after: $after, filter: $filter) {
                nodes {
                  id
                  email
                  firstName
                  lastName
                  role
                  status
                  groups(first: 5) {
                    nodes {
                      id
                      name
                    }
                  }
                  invitation {
                    state
                    expiresAt
                  }
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "filter": filter_,
        }
        response = self.execute(
            query=query, operation_name="Members", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Members.model_validate(data).members

    def why(
        self, id: str, **kwargs: Any
    ) -> Optional[Union[WhyNodeNode, WhyNodeMember]]:
        query = gql("""
            query Why($id: ID!) {
              node(id: $id) {
                __typename
                ... on Member {
                  email
                  mails(first: 5) {
                    nodes {
                      kind
                      state
                      dueAt
                    }
                  }
                  why {
                    kind
                    at
                    operation
                    group {
                      name
                    }
                    session {
                      name
                    }
                    mail {
                      kind
                      state
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="Why", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Why.model_validate(data).node

    def group_statistics(
        self, by: Period, **kwargs: Any
    ) -> GroupStatisticsGroupStatistics:
        query = gql("""
            query GroupStatistics($by: Period!) {
              groupStatistics(first: 10) {
                nodes {
                  group {
                    id
                    name
                  }
                  members
                  invited
                  joined
                  joinedRate
                  series(by: $by) {
                    day
                    invitedTotal
                    joinedTotal
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"by": by}
        response = self.execute(
            query=query, operation_name="GroupStatistics", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return GroupStatistics.model_validate(data).group_statistics

    def undo_batch(self, input: UndoBatchInput, **kwargs: Any) -> UndoBatchUndoBatch:
        query = gql("""
            mutation UndoBatch($input: UndoBatchInput!) {
              undoBatch(input: $input) {
                invitationsRevoked
                mailsWithdrawn
                grantsRemoved
                remaining {
                  code
                  message
                }
                errors {
                  code
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="UndoBatch", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return UndoBatch.model_validate(data).undo_batch

    def upsert_group(
        self, input: UpsertGroupInput, **kwargs: Any
    ) -> UpsertGroupUpsertGroup:
        query = gql("""
            mutation UpsertGroup($input: UpsertGroupInput!) {
              upsertGroup(input: $input) {
                group {
                  id
                  name
                  externalId
                }
                outcome
                errors {
                  code
                  message
                  field
                  suggestion
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="UpsertGroup", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return UpsertGroup.model_validate(data).upsert_group
