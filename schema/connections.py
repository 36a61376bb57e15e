"""What every Relay connection has, and how a slice of rows becomes one."""

from typing import Annotated, Any

import strawberry

from core.page import Slice

First = Annotated[int | None, strawberry.argument(description="How many from the start: 0 to 100, 20 by default.")]
After = Annotated[str | None, strawberry.argument(description="Only what comes after this cursor; goes with first.")]
Last = Annotated[int | None, strawberry.argument(description="How many from the end: 0 to 100.")]
Before = Annotated[str | None, strawberry.argument(description="Only what comes before this cursor; goes with last.")]


@strawberry.type(description="Where a page of a connection lies.")
class PageInfo:
    """As the Relay cursor connections specification has it; both booleans are exact."""

    has_next_page: bool = strawberry.field(description="Whether there is more after the last edge.")
    has_previous_page: bool = strawberry.field(description="Whether there is more before the first edge.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first edge.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last edge.")


def connection(piece: Slice, shaped: tuple[str, ...] = (), **extra: Any) -> Any:
    """The row behind a connection type.

    Where PostgreSQL built what was selected at the paths `shaped`, the rows of the slice are tuples in their order.
    """
    nodes, edges = _parts(piece.rows, shaped) if shaped else (piece.rows, piece.rows)
    return {
        # Where no cursors were made, nobody asked for edges.
        "edges": [{"cursor": cursor, "node": row} for cursor, row in zip(piece.cursors, edges, strict=False)],
        "nodes": nodes,
        "page_info": {
            "has_next_page": piece.has_next,
            "has_previous_page": piece.has_previous,
            "start_cursor": next(iter(piece.cursors), None),
            "end_cursor": next(reversed(piece.cursors), None),
        },
        **extra,
    }


def _parts(rows: list[Any], shaped: tuple[str, ...]) -> tuple[list[Any], list[Any]]:
    """The rows of `nodes` and of `edges.node`; those that were not asked for are never looked at."""
    by_path = {path: [row[place] for row in rows] for place, path in enumerate(shaped)}
    return by_path.get("nodes", rows), by_path.get("edges.node", rows)
