"""Root resolvers are called past Strawberry, with what it would have given them."""

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
import strawberry
from graphql import GraphQLField
from pydantic import BaseModel, Field

from schema.calling import caller
from schema.root import schema as ours
from schema.shaping import Shaping, _field


def roots() -> Iterator[tuple[str, GraphQLField]]:
    core = ours._schema
    for root in (core.query_type, core.mutation_type):
        assert root is not None
        yield from root.fields.items()


@pytest.mark.parametrize(("name", "definition"), list(roots()), ids=[name for name, _ in roots()])
def test_all_of_ours_are(name: str, definition: GraphQLField) -> None:
    assert Shaping([]).call(definition) is not None, name


@strawberry.pydantic.input
class Pair(BaseModel):
    """An input whose list pydantic wants as a tuple."""

    both: tuple[int, int]


@strawberry.pydantic.input
class Required(BaseModel):
    """An input that gets null for what is absent."""

    may: str | None


@strawberry.pydantic.input
class Number(BaseModel):
    """An input of which a list is taken."""

    x: int


@strawberry.input
class Plain:
    """An input that only Strawberry makes."""

    x: int


async def pair(info: strawberry.Info, pair: Pair) -> int:
    return sum(pair.both)


async def required(info: strawberry.Info, given: Required) -> str | None:
    return given.may


async def several(info: strawberry.Info, given: list[Number]) -> int:
    return sum(one.x for one in given)


async def plain(info: strawberry.Info, given: Plain) -> int:
    return given.x


async def perhaps(info: strawberry.Info, x: strawberry.Maybe[int]) -> int:
    return x.value if x else 0


def at_once(info: strawberry.Info) -> int:
    return 1


@strawberry.type
class Query:
    """What Strawberry has to call itself."""

    pair = strawberry.field(pair)
    required = strawberry.field(required)
    several = strawberry.field(several)
    plain = strawberry.field(plain)
    perhaps = strawberry.field(perhaps)
    at_once = strawberry.field(at_once)
    value: int = 1


@pytest.mark.parametrize("name", ["pair", "required", "several", "plain", "perhaps", "atOnce", "value"])
def test_what_only_strawberry_does_is_left_to_it(name: str) -> None:
    core: Any = strawberry.Schema(Query)._schema
    definition = core.query_type.fields[name]
    assert caller(definition, _field(definition), []) is None


async def test_a_list_written_in_a_document_is_each_requests_own() -> None:
    seen: list[list[str]] = []

    async def note(info: strawberry.Info, names: Annotated[list[str], Field()]) -> int:
        seen.append(names)
        names.append("changed")
        return len(names)

    @strawberry.type
    class Keeper:
        keep = strawberry.field(note)

    core: Any = strawberry.Schema(Keeper)._schema
    definition = core.query_type.fields["keep"]
    call = caller(definition, _field(definition), [])
    assert call is not None
    written = {"names": ["a"]}
    info: Any = None
    assert [await call(info, written), await call(info, written)] == [2, 2]
    assert written == {"names": ["a"]}
