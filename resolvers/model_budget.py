"""The language model that is configured, and how much of it each account may use a day."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from core import clock, database
from core.actor import Actor
from core.database import transaction
from core.settings import Settings
from scoring.model_settings import ModelFailed, ModelSettings

_USED_UP = "The day's share of the language model is used up: it starts anew at 00:00 UTC."


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """`daily_tokens` for each account, by days of UTC."""

    settings: ModelSettings
    daily_tokens: int

    @classmethod
    def of(cls, settings: Settings) -> "LanguageModel | None":
        found = ModelSettings.of(settings)
        return None if found is None else cls(found, settings.model_daily_tokens)


@dataclass(slots=True)
class Spent:
    """What a call took, to be filled in."""

    tokens: int = 0


@asynccontextmanager
async def paid(actor: Actor, most: int, model: LanguageModel) -> AsyncIterator[Spent]:
    """Counts the most that a call may take as used while it goes on, and then what it took.

    What a ModelFailed took is in the failure. Raises ModelFailed before the call where it could exceed the day's share.
    """
    day, spent = clock.now().date(), Spent()
    await _reserve(actor, day, most, model.daily_tokens)
    try:
        yield spent
    except ModelFailed as failure:
        spent.tokens = failure.tokens
        raise
    finally:
        await _settle(actor, day, spent.tokens - most)


@transaction
async def _reserve(actor: Actor, day: date, tokens: int, limit: int) -> None:
    taken = await database.fetch_value(
        "INSERT INTO model_tokens (user_id, day, used) SELECT $1, $2, $3::int WHERE $3::int <= $4 "
        "ON CONFLICT (user_id, day) DO UPDATE SET used = model_tokens.used + $3 WHERE model_tokens.used + $3 <= $4 "
        "RETURNING used",
        actor.user_id, day, tokens, limit,
    )  # fmt: skip
    if taken is None:
        raise ModelFailed("RATE_LIMITED", _USED_UP)


@transaction
async def _settle(actor: Actor, day: date, difference: int) -> None:
    await database.fetch(
        "UPDATE model_tokens SET used = greatest(0, model_tokens.used + $3) "
        "WHERE model_tokens.user_id = $1 AND model_tokens.day = $2",
        actor.user_id, day, difference,
    )  # fmt: skip
