"""An insight as a GraphQL type; the values come from rows."""

from datetime import datetime

import strawberry

from schema.enums import InsightType
from schema.node import Node
from schema.scalars import JSON


@strawberry.type(description="What the user's own data say.")
class Insight(Node):
    """Every field of the REST resource, in camel case."""

    id: strawberry.ID = strawberry.field(description="The insight's id, the same as on REST.")
    type: InsightType = strawberry.field(description="What it is about.")
    title: str = strawberry.field(description="One line of plain text.")
    content: str = strawberry.field(description="The words, as Markdown.")
    metadata: JSON = strawberry.field(
        description="`n`, `confidence`, `period`, and the figures that the words rest on, named as on REST."
    )
    created_at: datetime = strawberry.field(description="When it was made.")
