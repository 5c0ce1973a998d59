"""What single rows of an import say: their own groups, lists with bars in them, names, and where they err."""

from __future__ import annotations

from backend.core.ids import Kind, encode
from backend.groups.actions import GroupDraft, create_group
from tests.accounts.imports_of import Imports
from tests.house_of import Home

HEADER = "last name,first name,e-mail,username,groups\n"
GROUPS = """
    SELECT array_agg(groups.name ORDER BY groups.name) FROM memberships
    JOIN groups ON groups.id = group_id JOIN members ON members.id = member_id WHERE email_key = $1
"""


async def groups_of(home: Home, email: str) -> list[str]:
    return await home.sql.fetchval(GROUPS, email) or []


async def test_a_row_that_names_groups_gets_only_those(home: Home, imports: Imports) -> None:
    north = await home.group("North")
    await home.group("France", external_id="FR1")
    await home.invite("old@x.org")
    text = f"{HEADER}A,A,a@x.org,,FR1\nB,B,b@x.org,,\nC,C,old@x.org,,\n"
    await imports.run(text, group_ids=(north,), confirm_changes=True)
    assert await groups_of(home, "a@x.org") == ["France"]
    assert await groups_of(home, "b@x.org") == ["North"]
    assert await groups_of(home, "old@x.org") == ["North"]


async def test_nobody_takes_the_place_of_a_group_by_its_id(home: Home, imports: Imports) -> None:
    meant = await home.group("Meant")
    other = await create_group(home.owner, GroupDraft("Other", external_id=encode(Kind.GROUP, meant)))
    await imports.run(f"{HEADER}A,A,a@x.org,,{encode(Kind.GROUP, meant)}\n")
    assert await groups_of(home, "a@x.org") == ["Meant"]
    await home.sql.execute("UPDATE groups SET archived_at = now() WHERE id = $1", meant)
    done = await imports.run(f"{HEADER}B,B,b@x.org,,{encode(Kind.GROUP, meant)}\n")
    assert await imports.errors(done) == [["UNKNOWN_GROUP"]]
    assert await home.count("memberships", "group_id = $1", other.id) == 0


async def test_an_external_id_may_begin_as_ours_do(home: Home, imports: Imports) -> None:
    await home.group("Sales", external_id="grp_sales")
    await imports.run(f"{HEADER}A,A,a@x.org,,grp_sales\n")
    assert await groups_of(home, "a@x.org") == ["Sales"]


async def test_each_refusal_says_its_row(home: Home, imports: Imports) -> None:
    await home.sql.execute("UPDATE workspaces SET allowed_domains = '{x.org}'")
    await home.bounce("bounced@x.org")
    people = ("A,A,a@x.org", "A,A,a@x.org", "B,B,b@else.org", "C,C,bounced@x.org", "D,D,d@", "E,E,", "E,E,")
    rows = await imports.rows(await imports.paste(HEADER + "".join(f"{one},,\n" for one in people)))
    told = [(error.code, error.row) for row in rows for error in row.errors]
    assert told == [
        ("DUPLICATE", 3),
        ("DOMAIN_NOT_ALLOWED", 4),
        ("ADDRESS_BOUNCED", 5),
        ("INVALID_EMAIL", 6),
        ("AMBIGUOUS_PERSON", 7),
        ("AMBIGUOUS_PERSON", 8),
    ]
    assert [row.position for row in rows if row.errors] == [3, 4, 5, 6, 7, 8]


async def test_a_username_that_is_made_meets_none_that_is_given(home: Home, imports: Imports) -> None:
    text = f"{HEADER}Person,Other,,zoe.muller,\nMüller,Zoë,,,\n"
    assert await imports.outcomes(await imports.run(text)) == ["CREATE", "CREATE"]
    assert (await imports.member("last_name = 'Müller'"))["username"] == "zoe.muller2"
    assert (await imports.member("last_name = 'Person'"))["username"] == "zoe.muller"


async def test_nor_one_given_much_later(home: Home, imports: Imports, small_chunks: int) -> None:
    between = "".join(f"Last{n},First{n},p{n}@x.org,,\n" for n in range(small_chunks * 2))
    found = await imports.run(f"{HEADER}Müller,Zoë,,,\n{between}Person,Other,o@x.org,zoe.muller,\n")
    assert set(await imports.outcomes(found)) == {"CREATE"}
    assert (await imports.member("last_name = 'Müller'"))["username"] == "zoe.muller2"
    assert (await imports.member("last_name = 'Person'"))["username"] == "zoe.muller"
