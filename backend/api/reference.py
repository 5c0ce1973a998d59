"""docs/api.md, written from the schema's own descriptions and from examples that the tests run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_introspection_type,
    is_specified_scalar_type,
)

from backend.api.schema import printed

EXAMPLES = Path(__file__).parents[2] / "examples" / "operations"
STARTS_AT = "2027-03-01T09:00:00+01:00"  # of the session in the examples
CATALOGS = Path(__file__).parents[2] / "frontend" / "src" / "i18n" / "en"
OF_THE_APP = {"OFFLINE", "UNKNOWN"}  # what the app says when nothing was answered, or nothing it knows
PLURAL = re.compile(r"\{\w+, plural,.*?other \{([^}]*)\}\}")
PLACEHOLDER = re.compile(r"^\$(\w+)$")
HEAD = """# The API

One GraphQL endpoint, `POST /graphql`, described by [schema.graphql](../schema.graphql). This page is made
from the descriptions in it by `make schema`, and the tests run each example.

```sh
curl -fsS $USHER/graphql -H "Authorization: Bearer $USHER_API_KEY" -H "Idempotency-Key: $(uuidgen)" \\
  -H 'Content-Type: application/json' -d @request.json        # {"query": "…", "variables": {…}}
```

- **Who asks**: `Authorization: Bearer` with an API key (partners) or the token of `signIn` (phones); the
  app has a cookie. Who may do what stands in the roles and in the scopes of a key: `viewer { permissions }`
  tells.
- **Errors**: what a person can mend comes back as data, `errors { code message field row suggestion value }`,
  beside what was done. A refusal of the whole request is a top-level error with `extensions.code`:
  `UNAUTHENTICATED`, `FORBIDDEN`, `NOT_FOUND`, `WRONG_ID`, `BAD_INPUT`, `RATE_LIMITED` (with `retryAfter`;
  over the day's limit with `left` too),
  `TOO_COMPLEX` (with `cost` and `limit`), `PLAN_CHANGED`, `IDEMPOTENCY_MISMATCH`. Codes stay and are all
  [listed](#error-codes); messages may be worded anew. `PLAN_CHANGED` comes with the new `planHash` and
  the counts `before` and `after`.
- **Sent again**: a mutation with an `Idempotency-Key` header answers its first outcome for 30 days. The
  same key with another body is refused with 422 `IDEMPOTENCY_MISMATCH`; while the first still runs, 409
  `IDEMPOTENCY_IN_PROGRESS`.
- **Lists** are Relay connections, at most 100 nodes a page; whole lists are [downloads](exports.md).
- **Dates**: `Date` is a calendar day in the workspace's zone, `DateTime` an instant with its offset, both
  ISO 8601.
- **Ids** name what they are of (`mem_…`, `grp_…`) and are the same everywhere: here, in addresses, files
  and exports.
- **Changes**: fields and types are added at any time. What would break a client is named in the
  [changelog](../CHANGELOG.md) with its place in the schema, or the checks fail.
- **To try it out**: GraphiQL at `/graphiql`, for who is signed in to the app; what is run there is done.
- **Clients**: [examples/](../examples/README.md) holds a typed client in Python and two programs that use
  it.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """An example sent once: its variables, what it answered, and which values of the answer come up again.

    A variable `$name` is such a value, or one that the tests give; `after` names work that runs before.
    """

    variables: dict[str, Any]
    answer: Any
    keep: Mapping[str, str]
    after: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """An operation: what it is for, its document, and how it was sent."""

    name: str
    title: str
    said: str
    document: str
    runs: tuple[Run, ...]


def examples(folder: Path = EXAMPLES) -> list[Example]:
    """Every example, in the order they are told."""
    return [_example(path) for path in sorted(folder.glob("*.graphql"))]


def found_at(answer: Any, place: str) -> Any:
    """What stands in an answer at `members.nodes.0.id`."""
    for step in place.split("."):
        answer = answer[int(step)] if step.isdecimal() else answer[step]
    return answer


def filled(value: Any, known: Mapping[str, Any]) -> Any:
    """The same with each `$name` replaced by what is known under it."""
    if isinstance(value, dict):
        return {name: filled(one, known) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, known) for one in value]
    placeholder = PLACEHOLDER.match(value) if isinstance(value, str) else None
    return known[placeholder[1]] if placeholder else value


def reference() -> str:
    """The whole page."""
    schema = build_schema(printed())
    return "\n".join([HEAD, *_told_examples(), *_told_codes(), *_told_schema(schema)])


def _example(path: Path) -> Example:
    lines = path.read_text(encoding="utf-8").splitlines()
    said = [line.removeprefix("#").strip() for line in lines if line.startswith("#")]
    document = "\n".join(line for line in lines if not line.startswith("#"))
    runs = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    read = [Run(one["variables"], one.get("answer"), one.get("keep", {}), one.get("after")) for one in runs]
    return Example(path.stem, said[0], "\n".join(said[1:]), document, tuple(read))


def _told_examples() -> Iterator[str]:
    yield "## Examples\n"
    known: dict[str, Any] = {"startsAt": STARTS_AT}
    for example in examples():
        yield f"### {example.title}\n"
        if example.said:
            yield f"{example.said}\n"
        yield f"```graphql\n{example.document}\n```"
        for run in example.runs:
            if run.variables:
                yield f"```json\n{_json(filled(run.variables, known))}\n```"
            yield f"```json\n{_json({'data': run.answer})}\n```\n"
            known |= {name: found_at(run.answer, place) for name, place in run.keep.items()}


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 110 else json.dumps(value, ensure_ascii=False, indent=2)


def codes() -> dict[str, str]:
    """Every code of an error, with its sentence in English."""
    catalogs = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CATALOGS.glob("*.json"))]
    told = [one.get(chapter, {}) for one in catalogs for chapter in ("errors", "refusals")]
    return {
        code: sentence for chapter in told for code, sentence in chapter.items() if code not in OF_THE_APP
    }


def _told_codes() -> Iterator[str]:
    yield "## Error codes\n"
    yield "Each with its sentence in the app, in English; `message` may say more of the case at hand.\n"
    yield "| code | sentence |\n|---|---|"
    for code, sentence in sorted(codes().items()):
        yield f"| `{code}` | {PLURAL.sub(_of_many, sentence)} |"
    yield ""


def _of_many(plural: re.Match[str]) -> str:
    """The words for many, such as `N minutes`."""
    return plural[1].replace("#", "N")


def _told_schema(schema: GraphQLSchema) -> Iterator[str]:
    roots = {"Queries": schema.query_type, "Mutations": schema.mutation_type}
    roots["Subscriptions"] = schema.subscription_type
    for title, root in roots.items():
        yield f"## {title}\n"
        for name, field in (root.fields if root else {}).items():
            yield from _told_field(name, field)
    yield "## Types\n"
    named = [kind for kind in schema.type_map.values() if _is_told(kind, set(roots.values()))]
    for kind in sorted(named, key=lambda kind: kind.name):
        yield from _told_type(kind)


def _is_told(kind: GraphQLNamedType, roots: set[Any]) -> bool:
    return kind not in roots and not is_introspection_type(kind) and not is_specified_scalar_type(kind)


def _told_field(name: str, field: GraphQLField) -> Iterator[str]:
    yield f"### {name}\n"
    yield f"{_line(field.description)} → {_linked(field.type)}\n"
    for argument, one in field.args.items():
        yield f"- `{argument}`: {_linked(one.type)} {_line(one.description)}".rstrip()
    if field.args:
        yield ""


def _told_type(kind: GraphQLNamedType) -> Iterator[str]:
    yield f"### {kind.name}\n"
    yield f"{_line(kind.description)}\n"
    if isinstance(kind, GraphQLEnumType):
        for name, value in kind.values.items():
            yield f"- `{name}`: {_line(value.description)}"
        yield ""
    elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        fields: Mapping[str, Any] = kind.fields
        for name, field in fields.items():
            yield f"- `{name}{_arguments(field)}`: {_linked(field.type)} {_line(field.description)}"
        yield ""


def _arguments(field: Any) -> str:
    names = ", ".join(getattr(field, "args", {}))
    return f"({names})" if names else ""


def _linked(kind: Any) -> str:
    """The type as GraphQL writes it, leading to where it is told."""
    named = get_named_type(kind)
    if is_specified_scalar_type(named):
        return f"`{kind}`"
    return f"[`{kind}`](#{named.name.lower()})"


def _line(description: str | None) -> str:
    return " ".join((description or "").split())
