"""The language model that is configured, and how much of it each account may use a day."""

from dataclasses import dataclass

from core import clock, database
from core.actor import Actor
from core.database import transaction
from core.settings import Settings
from scoring.model_settings import ModelFailed, ModelSettings


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """`daily_tokens` for each account, by days of UTC."""

    settings: ModelSettings
    daily_tokens: int

    @classmethod
    def of(cls, settings: Settings) -> "LanguageModel | None":
        found = ModelSettings.of(settings)
        return None if found is None else cls(found, settings.model_daily_tokens)


@transaction
async def reserve(actor: Actor, tokens: int, model: LanguageModel) -> None:
    """Counts tokens as used before they are. Raises ModelFailed where that would be more than the day's."""
    taken = await database.fetch_value(
        "INSERT INTO model_tokens (user_id, day, used) SELECT $1, $2, $3::int WHERE $3::int <= $4 "
        "ON CONFLICT (user_id, day) DO UPDATE SET used = model_tokens.used + $3 WHERE model_tokens.used + $3 <= $4 "
        "RETURNING used",
        actor.user_id, clock.now().date(), tokens, model.daily_tokens,
    )  # fmt: skip
    if taken is None:
        raise ModelFailed(
            "RATE_LIMITED", "The day's share of the language model is used up: it starts anew at 00:00 UTC."
        )


@transaction
async def settle(actor: Actor, reserved: int, used: int) -> None:
    """Replaces what was reserved by what it took."""
    await database.fetch(
        "UPDATE model_tokens SET used = greatest(0, model_tokens.used + $3) "
        "WHERE model_tokens.user_id = $1 AND model_tokens.day = $2",
        actor.user_id, clock.now().date(), used - reserved,
    )  # fmt: skip
