"""/Users: members, as SCIM reads and writes them."""

from __future__ import annotations

from uuid import UUID

from scim2_models import Meta, MutabilityException, PatchOp, Reference, SearchRequest

from backend.accounts.provisioning.change_provisioned_member import (
    PersonAfter,
    change_provisioned_member,
    deprovision_member,
)
from backend.accounts.provisioning.provision_member import Provision, provision_member
from backend.accounts.provisioning.queries import DirectoryPerson, find_people, people_where
from backend.api.scim.dialects import attribute_of
from backend.api.scim.filters import PEOPLE, narrow
from backend.api.scim.models import Email, Language, Name, PersonsGroup, User
from backend.api.scim.places import Page, location, page_of, the_only
from backend.core.access import Actor
from backend.core.ids import Kind, decode, encode

OWN = {"name": "name", "preferredlanguage": "preferred_language"}
WRITTEN = ("user_name", "active", "name", "preferred_language", "external_id")


async def search(actor: Actor, request: SearchRequest[User]) -> Page:
    """A page of the people that a filter finds."""
    offset, number = page_of(request)
    where = narrow(people_where(actor), request.filter.ast if request.filter else None, PEOPLE)
    people, total = await find_people(actor, where, offset, number)
    return Page([shown(person) for person in people], total, offset)


async def read(actor: Actor, user_id: str) -> User:
    """One person; raises NotFound."""
    return shown(await _person(actor, decode(Kind.MEMBER, user_id)))


async def create(actor: Actor, user: User) -> User:
    """Bring a person, within the request's transaction."""
    name = user.name or Name()
    wanted = Provision(
        user.user_name or "", name.given_name, name.family_name, user.preferred_language, user.external_id
    )
    member_id = await provision_member(actor, wanted)
    if user.active is False:
        before = await _person(actor, member_id)
        await change_provisioned_member(actor, before, _after(user, before))
    return shown(await _person(actor, member_id))


def replaced(before: User, given: User) -> User:
    """What a PUT makes of a person; what was never set may be set now (RFC 7644 3.5.1)."""
    new = {"name": given.name, "preferred_language": given.preferred_language}
    given.replace(before.model_copy(update=new))
    return _unless_refused(before, _kept(before, given), _refused(before, given))


def patched(before: User, asked: PatchOp[User]) -> User | None:
    """What a PATCH makes of a person; None for nothing else than they are."""
    wanted, refused = before, False
    for operation in asked.operations or []:
        # One by one, as if nothing were set: the library refuses all where a name that is set would change.
        step = wanted.model_copy(deep=True, update={"name": None, "preferred_language": None})
        asked.model_copy(update={"operations": [operation]}).patch(step)
        own = OWN.get(attribute_of(operation.path)) if operation.op == operation.Op.remove else None
        emptied = own is not None and getattr(wanted, own) is not None
        refused = refused or emptied or _refused(wanted, step)
        wanted = _kept(wanted, step)
    wanted = _unless_refused(before, wanted, refused)
    return None if _same(before, wanted) else wanted


def _called(user: User) -> tuple[str | None, str | None, str | None]:
    """What is only ever initialised."""
    name = user.name or Name()
    return name.family_name, name.given_name, user.preferred_language


def _kept(before: User, wanted: User) -> User:
    """What is wanted, but for names and language that are set."""
    both = zip(_called(before), _called(wanted), strict=True)
    family, given, language = (ours or theirs for ours, theirs in both)
    name = Name(family_name=family, given_name=given) if family or given else None
    return wanted.model_copy(update={"name": name, "preferred_language": language})


def _refused(before: User, wanted: User) -> bool:
    """Whether a name or a language is wanted where there is another."""
    both = zip(_called(before), _called(wanted), strict=True)
    return any(ours and theirs and ours != theirs for ours, theirs in both)


def _same(before: User, after: User) -> bool:
    return all(getattr(before, one) == getattr(after, one) for one in WRITTEN)


def _unless_refused(before: User, wanted: User, refused: bool) -> User:
    """Another name holds nothing else up: the answer shows what stands. Alone it is refused."""
    if refused and _same(before, wanted):
        raise MutabilityException(attribute="name", detail="A member alone changes their name and language.")
    return wanted


async def change(actor: Actor, user_id: str, user: User) -> User:
    """Bring a person in line with what they are to be."""
    before = await _person(actor, decode(Kind.MEMBER, user_id))
    await change_provisioned_member(actor, before, _after(user, before))
    return shown(await _person(actor, before.id))


async def remove(actor: Actor, user_id: str) -> None:
    """End a person's access."""
    await deprovision_member(actor, await _person(actor, decode(Kind.MEMBER, user_id)))


def shown(person: DirectoryPerson) -> User:
    """A person as SCIM shows them."""
    user_id = encode(Kind.MEMBER, person.id)
    named = person.first_name or person.last_name
    groups = [(encode(Kind.GROUP, one.id), one.display) for one in person.groups]
    return User(
        id=user_id,
        external_id=person.external_id,
        user_name=person.login,
        name=Name(family_name=person.last_name, given_name=person.first_name) if named else None,
        preferred_language=Language(person.language) if person.language else None,
        active=person.active,
        emails=[Email(value=person.email, type="work", primary=True)] if person.email else None,
        groups=[
            PersonsGroup(value=group_id, ref=Reference(location("Groups", group_id)), display=display)
            for group_id, display in groups
        ]
        or None,
        meta=Meta(
            resource_type="User",
            created=person.created_at,
            last_modified=person.updated_at,
            location=location("Users", user_id),
        ),
    )


def _after(user: User, before: DirectoryPerson) -> PersonAfter:
    name = user.name or Name()
    return PersonAfter(
        user.user_name or "",
        before.active if user.active is None else user.active,
        name.given_name or before.first_name,
        name.family_name or before.last_name,
        user.preferred_language or before.language,
        user.external_id,
    )


async def _person(actor: Actor, member_id: UUID) -> DirectoryPerson:
    where = people_where(actor)
    where.add("m.id = {}", member_id)
    return the_only((await find_people(actor, where, 0, 1))[0])
