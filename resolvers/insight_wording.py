"""Insights in the language model's words: after they were made, for nobody who waits, from the same facts."""

from uuid import UUID

import structlog

from core import database
from core.actor import Actor, Scope
from core.database import transaction
from core.json_text import render
from core.page import Row
from resolvers import insights, model_budget
from resolvers.model_budget import LanguageModel
from scoring import wording
from scoring.model_settings import ModelFailed
from scoring.wording import Worded

log = structlog.get_logger()


async def reword(actor: Actor, insight_id: UUID, *, model: LanguageModel) -> None:
    """The words of the templates stay where the model gives no usable ones, or the day's share of it is used up."""
    for insight in await insights.read_many(actor, [insight_id]):
        try:
            await _keep(actor, insight, await _ask(actor, insight, model), model)
        except ModelFailed as failure:
            log.info("insight.not_reworded", reason=failure.code)


async def _ask(actor: Actor, insight: Row, model: LanguageModel) -> Worded:
    asked = wording.prompt(insight["title"], insight["content"], insight["metadata"])
    async with model_budget.paid(actor, wording.estimate(asked, model.settings), model) as spent:
        found = await wording.word(asked, model.settings)
        spent.tokens = found.tokens
    return found


@transaction
async def _keep(actor: Actor, insight: Row, found: Worded, model: LanguageModel) -> None:
    metadata = insight["metadata"] | {"worded_by": f"model:{model.settings.name}"}
    await database.fetch(
        "UPDATE insight SET title = $3, content = $4, metadata = $5::jsonb WHERE insight.user_id = $1 AND id = $2",
        actor.allowed(Scope.WRITE), UUID(insight["id"]), found.title, found.content, render(metadata).decode(),
    )  # fmt: skip
