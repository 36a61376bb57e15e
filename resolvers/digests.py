"""Digests asked for, made in the background; those that come by themselves are queued by upkeep."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from core.actor import Actor, Scope
from core.database import transaction
from core.inputs import Input
from core.page import Row
from core.rate_limit import Tier
from models.insight import DIGESTS, InsightType
from models.run import RunKind
from resolvers import insights, running, runs
from resolvers.running import Running


class DigestPeriod(StrEnum):
    """What a digest is of."""

    DAILY = "daily"
    WEEKLY = "weekly"


_KINDS = {DigestPeriod.DAILY: InsightType.DAILY_DIGEST, DigestPeriod.WEEKLY: InsightType.WEEKLY_SUMMARY}


class DigestRequest(Input):
    """A digest to make."""

    period: Annotated[DigestPeriod, Field(strict=False)] = Field(
        description="daily for the last whole day, weekly for the last whole week, in the profile's time zone."
    )


async def start(actor: Actor, request: DigestRequest) -> Row:
    """A run that makes a digest; spends of the AI limit. Raises Conflict."""
    actor.allowed(Scope.WRITE)
    await actor.spend(Tier.AI)
    return await runs.start(actor, RunKind.DIGEST, {"period": request.period.value})


@transaction
async def carry_out(run: Running, *, rewords: bool = False) -> None:
    """Carries out a run: its result is the insight, a new one unless nothing has changed."""
    if not await running.hold(run):
        return
    [insight] = await insights.current(run.actor, [_KINDS[DigestPeriod(run.asked["period"])]], rewords=rewords)
    await running.succeed(run, insight)


async def make(actor: Actor, *, rewords: bool = False) -> None:
    """Both digests as they are due, for nobody who waits."""
    await insights.current(actor, DIGESTS, rewords=rewords)
