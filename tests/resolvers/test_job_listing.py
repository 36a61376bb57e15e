"""Lists: every filter, every order, search, and pages that never overlap."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from core import database
from core.actor import Actor
from core.errors import Unauthorized, ValidationFailed
from core.page import Window, window
from resolvers import job_listing, job_search, jobs
from resolvers.job_listing import Direction, JobFilter, JobOrder, JobQuery, SortField
from tests.conftest import Person
from tests.resolvers.factory import MONDAY, rows, saved


@pytest.fixture(params=["ordinary", "vast", "vast, rare words", "vast, common words"], autouse=True)
def _size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful of jobs is vast, and answered from the newest, from the index or by looking at all: all the same."""
    if request.param == "ordinary":
        return
    monkeypatch.setattr(job_search, "VAST", -1)
    if request.param != "vast":
        monkeypatch.setattr(job_search, "NEWEST", 1)
    if request.param == "vast, common words":
        monkeypatch.setattr(job_search, "FEW", 1)


async def names(actor: Actor, search: str | None = None, **given: Any) -> list[str]:
    query = JobQuery(JobFilter.model_validate(given), search)
    page = await job_listing.page(actor, query, 1, 100)
    assert page.total == len(rows(page)) == await job_listing.count(actor, query)
    return sorted(row["company_name"] for row in rows(page))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["Alpha", "Gamma", "beta"]),
        ({"status": ["applied", "rejected"]}, ["Alpha", "beta"]),
        ({"status": []}, []),
        ({"source": "linkedin"}, ["Alpha"]),
        ({"source": "LinkedIn"}, []),
        ({"job_type": "contract"}, ["beta"]),
        ({"is_remote": True}, ["Gamma"]),
        ({"min_score": 50}, ["Alpha"]),
        ({"tag": " DREAM "}, ["Alpha", "beta"]),
        ({"company": "BETA"}, ["beta"]),
        ({"company": "bet"}, []),
        ({"status": ["applied"], "tag": "dream"}, ["Alpha"]),
    ],
)
async def test_filters(ada: Person, bob: Person, given: dict[str, Any], expected: list[str]) -> None:
    alpha = await saved(ada.actor, company_name="Alpha", status="applied", source="linkedin", tags=["Dream"])
    await saved(ada.actor, company_name="beta", status="rejected", job_type="contract", tags=["dream", "x"])
    await saved(ada.actor, company_name="Gamma", is_remote=True)
    await jobs.delete(ada.actor, UUID((await saved(ada.actor, company_name="Deleted", tags=["dream"]))["id"]))
    await saved(bob.actor, company_name="Someone else's", tags=["dream"])
    await database.fetch("UPDATE job SET ai_match_score = 50 WHERE job_id = $1", alpha["job_id"])
    assert await names(ada.actor, **given) == expected


async def test_since_means_updated_after(ada: Person) -> None:
    first = await saved(ada.actor, company_name="First")
    await saved(ada.actor, company_name="Second")
    assert await names(ada.actor, since=first["updated_at"]) == ["Second"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("c++", True),
        ("C++ acme", True),
        ("c#", False),
        ("eng", True),
        ("gineer", False),
        ("cafe", True),
        ("CAFÉ lisb", True),
        ("postgres", True),
        ("full stack", True),
        ("referral", True),
        ("acme nowhere", False),
        ("", False),
        (" .,-! ", False),
        ("' | ! & :*", False),
        ("高", True),
        ("級", True),
        ("日", False),
    ],
)
async def test_search_wants_every_word_as_a_prefix(ada: Person, search: str, found: bool) -> None:
    await saved(
        ada.actor,
        company_name="Acme Café",
        job_title="C++ Engineer, full-stack/backend",
        notes="uses PostgreSQL 18",
        location="Lisboa",
        tags=["Referral"],
        job_description="高級工程師",
    )
    assert await names(ada.actor, search) == (["Acme Café"] if found else [])


async def test_search_follows_changes(ada: Person) -> None:
    from resolvers.job_inputs import JobChange

    row = await saved(ada.actor, notes="rust")
    await jobs.update(ada.actor, UUID(row["id"]), JobChange(notes="golang"))
    assert await names(ada.actor, "rust") == []
    assert await names(ada.actor, "golang") == ["Acme"]


async def populate(actor: Actor) -> dict[SortField, list[str]]:
    """Ten jobs with ties and gaps; for each field the titles in ascending order, ties by id, nulls last."""
    companies = ["banana", "Apple", "Éclair", "apple", "Zebra", "eclair", "Banana", "émile", "zebra", "ÉCLAIR"]
    rows = []
    for number, company in enumerate(companies):
        applied = {"status": "applied", "occurred_at": MONDAY - timedelta(days=number % 3)} if number % 2 else {}
        rows.append(await saved(actor, company_name=company, job_title=f"T{number % 4}{'x' * number}", **applied))
        score = None if number % 3 == 0 else number % 4
        await database.fetch("UPDATE job SET ai_match_score = $2 WHERE job_id = $1", rows[-1]["job_id"], score)
        rows[-1]["ai_match_score"] = score
    company_rank = {name: rank for rank, group in enumerate(
        [{"apple", "Apple"}, {"banana", "Banana"}, {"eclair"}, {"Éclair", "ÉCLAIR"}, {"émile"}, {"zebra", "Zebra"}]
    ) for name in group}  # fmt: skip
    keys: dict[SortField, Any] = {
        SortField.CREATED_AT: lambda row: row["created_at"],
        SortField.UPDATED_AT: lambda row: row["updated_at"],
        SortField.COMPANY_NAME: lambda row: company_rank[row["company_name"]],
        SortField.JOB_TITLE: lambda row: row["job_title"].lower(),
        SortField.APPLIED_AT: lambda row: row["applied_at"],
        SortField.AI_MATCH_SCORE: lambda row: row["ai_match_score"],
    }
    return {field: _ordered(rows, key) for field, key in keys.items()}


def _ordered(rows: Sequence[Any], key: Any) -> list[str]:
    present = sorted((row for row in rows if key(row) is not None), key=lambda row: (key(row), row["id"]))
    absent = sorted((row for row in rows if key(row) is None), key=lambda row: row["id"])
    return [row["id"] for row in (*present, *absent)]


def _descending(ascending: list[str], rows_without_value: int) -> list[str]:
    cut = len(ascending) - rows_without_value
    return ascending[:cut][::-1] + ascending[cut:][::-1]


ABSENT = {SortField.APPLIED_AT: 5, SortField.AI_MATCH_SCORE: 4}
ORDERS = [(field, direction) for field in SortField for direction in Direction]


@pytest.mark.parametrize(("field", "direction"), ORDERS)
async def test_every_order_is_total_on_pages_and_cursors(ada: Person, field: SortField, direction: Direction) -> None:
    ascending = (await populate(ada.actor))[field]
    expected = ascending if direction is Direction.ASC else _descending(ascending, ABSENT.get(field, 0))
    query = JobQuery(JobFilter(), None, field, direction)

    numbered = [await job_listing.page(ada.actor, query, number, 3) for number in (1, 2, 3, 4, 5)]
    assert [row["id"] for page in numbered for row in rows(page)] == expected
    assert [page.has_more for page in numbered] == [True, True, True, False, False]
    assert {page.total for page in numbered} == {10}

    assert await _walk(ada.actor, query, backwards=False) == expected
    assert await _walk(ada.actor, query, backwards=True) == expected


async def _walk(actor: Actor, query: JobQuery, *, backwards: bool) -> list[str]:
    """Follows the cursors from one end to the other in slices of three, checking both ends' flags on the way."""
    found: list[str] = []
    cursor, more, first = None, True, True
    while more:
        piece = await job_listing.cut(actor, query, Window(3, backwards, cursor), ["id"])
        ids = [row["id"] for row in piece.rows]
        found = ids + found if backwards else found + ids
        more, behind = (piece.has_previous, piece.has_next) if backwards else (piece.has_next, piece.has_previous)
        assert behind is not first
        cursor, first = piece.cursors[0 if backwards else -1], False
    return found


async def test_a_slice_reads_the_wanted_columns_alone(ada: Person) -> None:
    await saved(ada.actor)
    piece = await job_listing.cut(ada.actor, JobQuery(JobFilter()), window(1), ["job_title"])
    assert piece.rows == [{"job_title": "Engineer"}]
    assert (await job_listing.cut(ada.actor, JobQuery(JobFilter()), window(1), [])).rows == [{}]


async def test_a_job_saved_meanwhile_does_not_move_the_cursor(ada: Person) -> None:
    for title in "abcd":
        await saved(ada.actor, job_title=title)
    query = JobQuery(JobFilter())
    first = await job_listing.cut(ada.actor, query, window(2), ["job_title"])
    await saved(ada.actor, job_title="e")
    second = await job_listing.cut(ada.actor, query, window(2, first.cursors[-1]), ["job_title"])
    assert [row["job_title"] for row in (*first.rows, *second.rows)] == ["d", "c", "b", "a"]


async def test_a_cursor_of_another_order_is_refused(ada: Person) -> None:
    await saved(ada.actor)
    cursors = {
        (field, direction): (
            await job_listing.cut(ada.actor, JobQuery(JobFilter(), None, field, direction), window(1), ["id"])
        ).cursors[0]
        for field, direction in ORDERS
    }
    for (order, _), (_, foreign) in pairwise(cursors.items()):
        with pytest.raises(ValidationFailed) as refused:
            await job_listing.cut(ada.actor, JobQuery(JobFilter(), None, *order), window(1, foreign))
        assert [fault.field for fault in refused.value.faults] == ["after"]


@pytest.mark.parametrize("search", ["x" * 201, "a\0b", "\ud800"])
def test_a_search_that_cannot_be_is_refused(search: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        job_listing.query(None, search, None)
    assert [fault.field for fault in refused.value.faults] == ["search"]


def test_graphql_arguments_become_a_query() -> None:
    order = JobOrder(field=SortField.JOB_TITLE)
    given = JobFilter(source="x")
    assert job_listing.query(None, None, None) == JobQuery(JobFilter())
    assert job_listing.query(given, "a", order) == JobQuery(given, "a", SortField.JOB_TITLE, Direction.DESC)


async def test_nobody_lists_nothing(nobody: Actor) -> None:
    for attempt in (
        job_listing.page(nobody, JobQuery(JobFilter()), 1, 1),
        job_listing.count(nobody, JobQuery(JobFilter())),
        job_listing.cut(nobody, JobQuery(JobFilter()), window(1)),
    ):
        with pytest.raises(Unauthorized):
            await attempt
