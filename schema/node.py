"""Relay's global object identification: anything that has an id, by its id."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from core.errors import ValidationFailed
from resolvers import nodes as node_resolver
from schema.context import Info
from schema.rows import as_type, uuid
from schema.selection import selected

MAX_NODES = 100


@strawberry.interface(description="Anything that has an id; ids are unique on this server and the same as on REST.")
class Node:
    """As the Relay specification has it; rows stand for nodes as for every other type."""

    id: strawberry.ID = strawberry.field(description="The id.")

    @classmethod
    def is_type_of(cls, row: Any, _info: object) -> bool:
        """A row read as a node says which type it is; elsewhere its place says that."""
        return isinstance(row, Mapping) and row.get("__typename", cls.__name__) == cls.__name__

    @classmethod
    def resolve_type(cls, row: Mapping[str, Any], _info: object, _type: object) -> str:
        """The name of the row's type."""
        return str(row["__typename"])


Id = Annotated[strawberry.ID, strawberry.argument(description="The id of any node.")]
Ids = Annotated[list[strawberry.ID], strawberry.argument(description="Up to 100 ids of any nodes.")]


async def node(info: Info, id: Id) -> Node | None:  # noqa: A002 Relay's name
    """Any node by its id; null when there is none that the user may see."""
    found = await node_resolver.read(info.context.actor, [uuid(id)], selected(info))
    return as_type(found[0])


async def nodes(info: Info, ids: Ids) -> list[Node | None]:
    """Nodes by their ids, in their order."""
    if len(ids) > MAX_NODES:
        raise ValidationFailed.of("ids", f"must be {MAX_NODES} at most")
    return as_type(await node_resolver.read(info.context.actor, [uuid(one) for one in ids], selected(info)))
