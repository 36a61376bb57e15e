"""The scalars that GraphQL does not bring."""

from datetime import date, datetime
from typing import NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from core.json_text import moment_text


def _parse_moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise GraphQLError("DateTime must be an ISO 8601 time with its offset, such as 2026-03-01T10:30:00Z.")
    return moment


def _parse_day(value: object) -> date:
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        raise GraphQLError("Date must be an ISO 8601 day, such as 2026-03-01.") from None


JSON = NewType("JSON", object)
SyncToken = NewType("SyncToken", str)


def _parse_text(value: object) -> str:
    if not isinstance(value, str):
        raise GraphQLError("SyncToken must be a token of an earlier answer.")
    return value


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment as ISO 8601 in UTC, e.g. `2026-03-01T10:30:00Z`; input may have another offset.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=moment_text,
        parse_value=_parse_moment,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A calendar day as ISO 8601, e.g. `2026-03-01`.",
        serialize=date.isoformat,
        parse_value=_parse_day,
    ),
    SyncToken: strawberry.scalar(
        name="SyncToken",
        description="An opaque place in the order of changes.",
        serialize=str,
        parse_value=_parse_text,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value.",
        serialize=lambda value: value,
        parse_value=lambda value: value,
    ),
}
