"""Figures that are asked for together are read together, whatever becomes of those who asked."""

import asyncio
from datetime import date

from core.errors import ValidationFailed
from resolvers import analytics_rates as rates
from resolvers.analytics_figure import Cohort
from schema.figures import Figures
from tests.conftest import Person
from tests.resolvers.analytics_histories import job, store
from tests.schema.test_analytics import DAY, NOW


async def test_whoever_leaves_does_not_keep_the_others_waiting(ada: Person) -> None:
    await store(ada.id, [job(("interested", NOW - DAY), ("applied", NOW))])
    figures = Figures(ada.actor)
    leaving, staying = (
        asyncio.create_task(figures.of(Cohort(), [figure]))
        for figure in (rates.by_source(), rates.total_applications())
    )
    await asyncio.sleep(0)  # both have asked
    leaving.cancel()
    (total,) = await staying
    assert total["value"] == 1
    assert leaving.cancelled()


async def test_one_cohort_failing_leaves_the_others_alone(ada: Person) -> None:
    figures = Figures(ada.actor)
    bad, bounded, everything = await asyncio.gather(
        *(
            figures.of(cohort, [rates.total_applications()])
            for cohort in (Cohort("localtime"), Cohort(since=date(2026, 1, 1)), Cohort())
        ),
        return_exceptions=True,
    )
    assert isinstance(bad, ValidationFailed)
    assert [found[0]["value"] for found in (bounded, everything)] == [0, 0]  # type: ignore[index]


async def test_nothing_asked_is_nothing_read(ada: Person) -> None:
    figures = Figures(ada.actor)
    assert await figures.of(Cohort(), []) == []
    assert await figures.of(Cohort("localtime"), []) == []
