"""What SCIM shows of people and groups: the attributes that are kept here, and no others."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    ExtensibleStringEnum,
    External,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    Returned,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

MOST_RESULTS = 100
CORE = "urn:ietf:params:scim:schemas:core:2.0"


class Name(ComplexAttribute):
    """What people are called; a member alone changes it once it is set."""

    family_name: Annotated[str | None, Mutability.immutable] = None
    given_name: Annotated[str | None, Mutability.immutable] = None


class Language(ExtensibleStringEnum):
    """The language of their mails; one that is none of ours is refused."""

    EN = "en"
    FR = "fr"
    DE = "de"
    ES = "es"


class Email(ComplexAttribute):
    """The address, which is the userName; directories look for the one of the type `work`."""

    value: Annotated[str | None, Mutability.read_only] = None
    type: Annotated[str | None, Mutability.read_only] = None
    primary: Annotated[bool | None, Mutability.read_only] = None


class PersonsGroup(ComplexAttribute):
    """A group that a person is in."""

    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    ref: Annotated[Reference[Group] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    display: Annotated[str | None, Mutability.read_only] = None


class User(Resource[Any]):
    """A member. userName is their e-mail address, or a username for people without one."""

    __schema__ = URN(f"{CORE}:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    name: Annotated[Name | None, Mutability.immutable] = None
    preferred_language: Annotated[Language | None, Mutability.immutable] = None
    active: Annotated[bool | None, Required.true] = None
    emails: Annotated[list[Email] | None, Mutability.read_only] = None
    groups: Annotated[list[PersonsGroup] | None, Mutability.read_only] = None


class GroupMember(ComplexAttribute):
    """A person in a group."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    ref: Annotated[Reference[User] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )


class Group(Resource[Any]):
    """A group; those whom a directory puts in are learners."""

    __schema__ = URN(f"{CORE}:Group")

    display_name: Annotated[str | None, Required.true, Returned.default] = None
    members: list[GroupMember] | None = None


RESOURCE_TYPES = (ResourceType.from_resource(User), ResourceType.from_resource(Group))
SCHEMAS = (User.to_schema(), Group.to_schema())


def service_provider_config(documentation: str) -> ServiceProviderConfig:
    """What this service can do (RFC 7643 5)."""
    bearer = AuthenticationScheme(
        type=AuthenticationScheme.Type.oauthbearertoken,
        name="API key",
        description="An API key with the scope PROVISION, as a bearer token.",
        spec_uri=Reference[External]("https://www.rfc-editor.org/rfc/rfc6750"),
        primary=True,
    )
    return ServiceProviderConfig(
        documentation_uri=Reference[External](documentation),
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MOST_RESULTS),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=False),
        authentication_schemes=[bearer],
    )
