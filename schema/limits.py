"""What an operation costs, as a field of the schema."""

from datetime import UTC, datetime

import strawberry

from schema.context import Info
from schema.rows import as_type


@strawberry.type(description="What the operation costs, and what is left of the standard rate limit.")
class RateLimit:
    """The limit's fields are null where it is switched off."""

    cost: int = strawberry.field(description="What this operation costs; every 1,000 begun count as one request.")
    limit: int | None = strawberry.field(description="How many requests the user may make in the window.")
    remaining: int | None = strawberry.field(description="How many are left.")
    reset_at: datetime | None = strawberry.field(description="When all of them are back.")


async def rate_limit(info: Info) -> RateLimit:
    """The operation's own account."""
    stated = info.context.statement()
    reset_at = stated.get("resetAt")
    return as_type({
        "cost": stated["requested"],
        "limit": stated.get("limit"),
        "remaining": stated.get("remaining"),
        "reset_at": None if reset_at is None else datetime.fromtimestamp(reset_at, UTC),
    })  # fmt: skip
