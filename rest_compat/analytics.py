"""Analytics: the figures of whole pages, with ETags that cost one small read to compare."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from core.page import Page, Row
from resolvers import analytics, analytics_calendar, analytics_lists, analytics_stages
from resolvers.analytics_figure import Figure, Frame
from resolvers.analytics_inputs import CohortQuery, GhostingQuery, TimelineQuery
from rest_compat import answer
from rest_compat.analytics_resources import Company, Dashboard, Flow, FunnelStep, Timeline
from rest_compat.answer import Answer
from rest_compat.job_bodies import PageQuery
from rest_compat.operation import Call, Operation
from rest_compat.resources import Data, Listed

Q = TypeVar("Q", bound=CohortQuery)


class CompaniesQuery(GhostingQuery, PageQuery):
    """Which applications, and which page of their companies."""


async def dashboard(call: Call[None, GhostingQuery]) -> Answer:
    return await _answer(call, analytics.dashboard(call.query), answer.data)


async def timeline(call: Call[None, TimelineQuery]) -> Answer:
    return await _answer(call, {"timeline": analytics_calendar.timeline(call.query)}, _bare)


async def funnel(call: Call[None, CohortQuery]) -> Answer:
    return await _answer(call, {"data": analytics_stages.funnel()}, Answer)


async def flow(call: Call[None, CohortQuery]) -> Answer:
    return await _answer(call, {"data": analytics_stages.flow()}, Answer)


async def companies(call: Call[None, CompaniesQuery]) -> Answer:
    query = call.query

    def as_page(found: Row) -> Answer:
        listed = found["companies"]
        return answer.page(call.request, Page(listed["rows"], listed["total"], query.page, query.limit))

    start = (query.page - 1) * query.limit
    figure = analytics_lists.companies(query.patience, limit=query.limit, offset=start)
    return await _answer(call, {"companies": figure}, as_page)


def _bare(found: Row) -> Answer:
    return Answer(found["timeline"])


async def _answer(call: Call[None, Q], figures: Mapping[str, Figure], as_answer: Callable[[Row], Answer]) -> Answer:
    """Works the figures out, unless the client has this answer already: that costs one small read to see."""
    cohort, request = call.query.cohort, call.request
    if "if-none-match" in request.headers:
        etag = _etag(call, await analytics.frame(call.actor, cohort))
        if answer.is_known(request, etag):
            return Answer(None, etag=etag)
    frame, found = await analytics.read_named(call.actor, cohort, figures)
    return replace(as_answer(found), tag=None, etag=_etag(call, frame))


def _etag(call: Call[None, Q], frame: Frame) -> str:
    return f'"{analytics.tag(frame, call.request.url.path, sorted(call.query.given().items()))}"'


OPERATIONS = [
    Operation("GET", "/api/analytics/dashboard", dashboard, "The numbers of a whole page", Data[Dashboard],
              query=GhostingQuery, is_tagged=True),
    Operation("GET", "/api/analytics/timeline", timeline, "What happened when, ready to draw", Timeline,
              query=TimelineQuery, is_tagged=True),
    Operation("GET", "/api/analytics/funnel", funnel, "How far applications came", Data[list[FunnelStep]],
              query=CohortQuery, is_tagged=True),
    Operation("GET", "/api/analytics/flow", flow, "Which way applications went, as a Sankey diagram", Data[Flow],
              query=CohortQuery, is_tagged=True),
    Operation("GET", "/api/analytics/companies", companies, "What came of the applications to each company",
              Listed[Company], query=CompaniesQuery, is_tagged=True, is_paged=True),
]  # fmt: skip
