"""Insights of the user's own data, and digests asked for."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from core.actor import Scope
from core.inputs import NotNull, optional
from core.rate_limit import Tier
from models.insight import InsightType
from resolvers import digests, insights
from resolvers.digests import DigestRequest
from rest_compat import answer
from rest_compat.answer import Answer
from rest_compat.job_bodies import PageQuery
from rest_compat.operation import Call, NoQuery, Operation
from rest_compat.resources import Data, Listed
from rest_compat.run_resources import Insight, Run
from rest_compat.runs import started


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


class InsightsQuery(PageQuery):
    """Which insights, and which page of them."""

    type: Annotated[list[Annotated[InsightType, Field(strict=False)]] | None, NotNull, BeforeValidator(_split)] = (
        optional("Any of these types, separated by commas; all of them unless given.")
    )


async def page(call: Call[None, InsightsQuery]) -> Answer:
    query = call.query
    rewords = call.app.model is not None
    found = await insights.page(call.actor, query.type or [], query.page, query.limit, rewords=rewords)
    return answer.page(call.request, found)


async def digest(call: Call[DigestRequest, NoQuery]) -> Answer:
    return started(await digests.start(call.actor, call.body))


OPERATIONS = [
    Operation("GET", "/api/ai/insights", page, "What the user's own data say, newest first", Listed[Insight],
              query=InsightsQuery, tier=Tier.AI, is_tagged=True, is_paged=True),
    Operation("POST", "/api/ai/digest", digest, "Starts making a digest of the last day or week", Data[Run],
              body=DigestRequest, scopes=(Scope.WRITE,), tier=Tier.AI, creates=True, status=202,
              errors=("CONFLICT",)),
]  # fmt: skip
