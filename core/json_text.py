"""JSON in and out: fast for what is well-formed, forgiving enough to say what is wrong with the rest."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

import orjson

from core.errors import ValidationFailed

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME

# What PostgreSQL has built already.
Fragment = orjson.Fragment
_MAX_DEPTH = 254  # what orjson writes; it would read more


def parse(body: bytes) -> Any:
    """The value of a JSON text, which can be rendered again. Raises ValidationFailed naming the body.

    Lone surrogates pass, so that validation can name the field they stand in; NaN and infinities do not, nor
    numbers that only an infinity could stand for. Whole numbers beyond 64 bits become floats.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        value = _parse_slowly(body)
    if body.count(b"[") + body.count(b"{") > _MAX_DEPTH:
        _refuse_deep(value)
    return value


def _parse_slowly(body: bytes) -> Any:
    try:
        return json.loads(
            body.decode(), parse_float=orjson.loads, parse_int=orjson.loads, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError):
        raise ValidationFailed.of("body", "must be valid JSON in UTF-8") from None


def _refuse_deep(value: Any) -> None:
    try:
        render(value)
    except (TypeError, RecursionError):
        raise ValidationFailed.of("body", f"must not be nested deeper than {_MAX_DEPTH} levels") from None


def render(value: Any) -> bytes:
    """JSON in UTF-8; times in UTC ending in Z. Lone surrogates, which JSON cannot carry, become `?`."""
    try:
        return orjson.dumps(value, _default, _OPTIONS)
    except TypeError:
        return orjson.dumps(_scrubbed(value), _default, _OPTIONS)


def array(items: Sequence[bytes]) -> str:
    """The JSON array of what is JSON already, as PostgreSQL takes it."""
    return f"[{b','.join(items).decode()}]"


def moment_text(moment: datetime) -> str:
    """ISO 8601 in UTC ending in Z, the fraction without trailing zeros: as PostgreSQL prints it too."""
    text = moment.astimezone(UTC).isoformat().removesuffix("+00:00")
    return f"{text.rstrip('0') if '.' in text else text}Z"


def _default(value: object) -> str:
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat()  # type: ignore[attr-defined, no-any-return]  # a date, or a TypeError for orjson


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_scrubbed(key): _scrubbed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_scrubbed(item) for item in value]
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
