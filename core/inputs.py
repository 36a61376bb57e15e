"""The base class of every input and the field types they share; the same classes serve both wires.

Values are never coerced: a number is not a string, `"yes"` is not a boolean. Optional fields use a default
factory, so that `model_fields_set` is exactly what the client sent (a plain `= None` would be printed as a
default in the GraphQL schema, and absent would count as sent).
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, ErrorDetails
from pydantic_core.core_schema import no_info_after_validator_function

from core.canonical_url import canonical_url
from core.errors import Fault

MAX_INT = 2**31 - 1
# How many faults are named; a body of a megabyte could have a hundred thousand.
MAX_FAULTS = 100
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
# White space of any script, and control characters.
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_MESSAGES = {
    "missing": "is required",
    "extra_forbidden": "is not a known field",
    "string_unicode": "must not contain lone surrogates",
    "string_type": "must be a string",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
}


class Input(BaseModel):
    """What a client sends. Unknown fields are refused."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, hide_input_in_errors=True,
        cache_strings="none",  # what clients write seldom comes again, and would be kept for good
    )  # fmt: skip

    def given(self) -> dict[str, Any]:
        """The fields that the client sent, nulls included; what was left out is not there."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def absent() -> None:
    """The value of a field that was not sent."""


def optional(description: str, **constraints: Any) -> Any:
    """A field that may be left out, with its description for both references."""
    return Field(default_factory=absent, description=description, **constraints)


class _NotNull:
    """Refuses a null that was sent where the field may only be left out, and says so in the JSON Schema."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self._refuse, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        described = handler(schema)
        [kept] = [option for option in described.pop("anyOf") if option != {"type": "null"}]
        return {**kept, **described}

    @staticmethod
    def _refuse(value: object) -> object:
        if value is None:
            raise ValueError("must not be null")
        return value


def _refuse_nul(value: str) -> str:
    if "\0" in value:
        raise ValueError("must not contain NUL characters")
    return value


def _moment(value: object) -> object:
    """ISO 8601 with an offset, as text from REST or parsed by the GraphQL scalar."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("must be an ISO 8601 time such as 2026-03-01T10:30:00Z") from None
    if not isinstance(value, datetime):
        raise ValueError("must be an ISO 8601 time such as 2026-03-01T10:30:00Z")  # noqa: TRY004 pydantic's way
    if value.tzinfo is None:
        raise ValueError("must name its offset from UTC, for example by ending in Z")
    try:
        value = value.astimezone(UTC)
    except OverflowError:
        raise ValueError("must lie between the years 1970 and 2200") from None
    if not _EARLIEST <= value < _LATEST:
        raise ValueError("must lie between the years 1970 and 2200")
    return value


def _url(value: str) -> str:
    try:
        canonical_url(value)
        fine = _BLANK.search(value) is None
    except ValueError:
        fine = False
    if not fine:
        raise ValueError("must be an http or https address")
    return value


Nul = AfterValidator(_refuse_nul)
NotNull = _NotNull()
Count = Annotated[int, Field(ge=0, le=MAX_INT)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2048),
    Nul,
    AfterValidator(_url),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://", "maxLength": 2048}),
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255), Nul]
# Kept as sent, spaces and all.
Word = Annotated[str, StringConstraints(max_length=50), Nul]
Line = Annotated[str, StringConstraints(max_length=255), Nul]
Remark = Annotated[str, StringConstraints(max_length=10_000), Nul]
Document = Annotated[str, StringConstraints(max_length=50_000), Nul]


def faults(errors: Sequence[ErrorDetails]) -> list[Fault]:
    """Pydantic's errors in our words, one per broken rule, the first 100, named by the dotted path of the field."""
    return [
        Fault(".".join(map(str, error["loc"])) or "body", message_of(error["type"], error["msg"]))
        for error in errors[:MAX_FAULTS]
    ]


def message_of(kind: str, message: str) -> str:
    """Our words for one of pydantic's error types."""
    if kind in _MESSAGES:
        return _MESSAGES[kind]
    message = message.removeprefix("Value error, ")
    for start in ("Input should be ", "String should ", "List should "):
        if message.startswith(start):
            rest = message.removeprefix(start)
            return f"must be {rest}" if start == "Input should be " else f"must {rest}"
    return message[:1].lower() + message[1:]
