"""Insights of a user's own data: made when the data or the day has changed, kept until then."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import orjson

from core import clock, database, queue
from core.actor import Actor, Scope
from core.database import transaction
from core.page import Page, Row
from core.rate_limit import Tier
from models.insight import DIGESTS, MAX_TITLE, Insight, InsightType
from resolvers import analytics, insight_digest, insight_market, insight_patterns, insight_recommendation
from resolvers.analytics_figure import Cohort, Frame
from resolvers.insight_facts import Facts, Words

# To be raised when what is said changes, so that it is said anew.
_MAKING = 1
_COLUMNS = "id::text AS id, type, title, content, metadata, created_at"
Wording = Callable[[Facts], Words]
_FACTS: dict[InsightType, Callable[[Actor, Frame], Awaitable[Facts]]] = {
    InsightType.DAILY_DIGEST: insight_digest.daily,
    InsightType.WEEKLY_SUMMARY: insight_digest.weekly,
    InsightType.RECOMMENDATION: insight_recommendation.facts,
    InsightType.PATTERN_DETECTION: insight_patterns.facts,
    InsightType.MARKET_ANALYSIS: insight_market.facts,
}
_WORDINGS: dict[InsightType, Wording] = {
    InsightType.DAILY_DIGEST: insight_digest.word,
    InsightType.WEEKLY_SUMMARY: insight_digest.word,
    InsightType.RECOMMENDATION: insight_recommendation.word,
    InsightType.PATTERN_DETECTION: insight_patterns.word,
    InsightType.MARKET_ANALYSIS: insight_market.word,
}
# The order of types in SQL.
_PLACE = f"array_position(ARRAY[{', '.join(repr(kind.value) for kind in InsightType)}], type::text)"


def worded(facts: Facts) -> Words:
    """By templates alone."""
    return _WORDINGS[facts.type](facts)


async def page(actor: Actor, types: Sequence[InsightType], number: int, limit: int, *, rewords: bool = False) -> Page:
    """Insights of these types, or of all, newest first: those of the data as they are now, and kept digests.

    Spends of the AI limit.
    """
    user_id = actor.allowed(Scope.READ)
    await actor.spend(Tier.AI)
    wanted = list(dict.fromkeys(types)) or list(InsightType)
    await current(actor, wanted, rewords=rewords)
    names = [kind.value for kind in wanted]
    total = await database.fetch_value(
        "SELECT count(*) FROM insight WHERE insight.user_id = $1 AND type = ANY($2)", user_id, names
    )
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM insight WHERE insight.user_id = $1 AND type = ANY($2) "
        f"ORDER BY created_at DESC, {_PLACE}, id LIMIT $3 OFFSET $4",
        user_id, names, limit, (number - 1) * limit,
    )  # fmt: skip
    return Page([_printed(row) for row in rows], total, number, limit)


async def read_many(actor: Actor, ids: Sequence[UUID]) -> list[Row]:
    """Those of these insights that are the actor's, in no order, as they were made."""
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM insight WHERE insight.user_id = $1 AND id = ANY($2)",
        actor.allowed(Scope.READ), list(ids),
    )  # fmt: skip
    return [_printed(row) for row in rows]


async def current(
    actor: Actor, kinds: Sequence[InsightType], *, word: Wording = worded, rewords: bool = False
) -> list[Row]:
    """One insight of each type, as the data and the day are now: the one that is kept, or a new one.

    With `rewords` the language model says a new one in its own words soon.
    """
    kept = await _kept(actor, await _frame(actor), kinds)
    if len(kept) < len(kinds):
        kept = await _make(actor, kinds, word, rewords=rewords)
    return [kept[kind] for kind in kinds]


@transaction
async def _make(actor: Actor, kinds: Sequence[InsightType], word: Wording, *, rewords: bool) -> dict[str, Row]:
    # Two requests at once make each insight once. Nothing of the user's waits for it but such requests.
    await database.fetch("SELECT FROM account WHERE account.id = $1 FOR NO KEY UPDATE", actor.user_id)
    # Read first: what changes after this makes the insight stale, even if it was seen.
    frame = await _frame(actor)
    kept, moment = await _kept(actor, frame, kinds), clock.now()
    for kind in kinds:
        if kind not in kept:
            found = await _FACTS[kind](actor, frame)
            kept[kind] = row = await _keep(actor, found, word(found), frame, moment)
            if rewords:
                await queue.enqueue("word_insight", row["id"], key=f"word:{row['id']}")
    return kept


async def _keep(actor: Actor, facts: Facts, words: Words, frame: Frame, moment: datetime) -> Row:
    """In the place of the one before; of digests, in that of those whose days it shares."""
    since, older = frame.today, Insight.owned_by(actor).filter(type=facts.type)
    if facts.type in DIGESTS:
        since = facts.period.first
        older = older.filter(since__gt=since - (facts.period.until - since))
    await older.delete()
    insight = Insight(
        id=uuid4(), user_id=actor.user_id, type=facts.type, since=since, title=words.title[:MAX_TITLE],
        content=words.content, metadata=facts.metadata, state=_state(frame, facts.type), created_at=moment,
    )  # fmt: skip
    await insight.save(force_create=True)
    [row] = await read_many(actor, [insight.id])
    return row


async def _kept(actor: Actor, frame: Frame, kinds: Sequence[InsightType]) -> dict[str, Row]:
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM insight WHERE insight.user_id = $1 AND type = ANY($2) AND state = ANY($3)",
        actor.allowed(Scope.READ), [kind.value for kind in kinds], [_state(frame, kind) for kind in kinds],
    )  # fmt: skip
    return {row["type"]: _printed(row) for row in rows}


async def _frame(actor: Actor) -> Frame:
    return await analytics.frame(actor, Cohort())


def _state(frame: Frame, kind: InsightType) -> str:
    return analytics.tag(frame, _MAKING, kind.value)


def _printed(row: Row) -> Row:
    """An insight as clients know it."""
    return row | {"metadata": orjson.loads(row["metadata"])}
