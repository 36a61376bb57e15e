"""Every connection from every place, in every order and both directions: pages, their ends, and what is no place."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import database
from models.job import JobStatus
from resolvers import job_events, jobs
from resolvers.job_events import EventChange
from resolvers.job_inputs import JobChange
from resolvers.job_listing import Direction, SortField
from tests.conftest import Person
from tests.resolvers.factory import MONDAY, history, saved

SIZES = (0, 1, 4)
PAGE = "edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
ORDERS = [f"{{field: {field.name}, direction: {way.name}}}" for field, way in product(SortField, Direction)]
COMPANIES = [
    "Ångström",
    "ångström",
    "ANGSTROM",
    "Ωmega",
    "日本",
    "日本",
    "\U0001d4b5eta",
    "e\u0301clair",
    "éclair",
    "ß",
    "zeta",
]


@dataclass(frozen=True, slots=True)
class List:
    """A connection of ten or so, by the field that answers it."""

    field: str
    fixed: str = ""
    around: str = "{ %s }"
    node: str = "id"

    def page(self, alias: str, **given: object) -> str:
        arguments = [f"{name}: {_literal(value)}" for name, value in given.items()]
        text = ", ".join(filter(None, [*arguments, self.fixed]))
        page = PAGE.replace("node { id }", f"node {{ {self.node} }}")
        return f"{alias}: {self.field}{f'({text})' if text else ''} {{ {page} }}"

    def document(self, pages: Sequence[str]) -> str:
        return self.around % " ".join(pages)


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else f'"{value}"'


def jobs_in(order: str) -> List:
    return List("jobs", fixed=f"orderBy: {order}")


def events_of(job_id: str) -> List:
    return List("events", around=f'{{ job(id: "{job_id}") {{ %s }} }}')


COMPANY_LIST = List("companies", node="companyName")


async def pages(ada: Person, of: List, texts: Sequence[str]) -> dict[str, Any]:
    data = await ada.data(of.document(texts))
    found: dict[str, Any] = data.get("job", data)
    return found


async def whole(ada: Person, of: List) -> tuple[list[Any], list[str]]:
    """All nodes of a list in its order, and their cursors."""
    found = (await pages(ada, of, [of.page("all", first=100)]))["all"]
    assert (found["pageInfo"]["hasNextPage"], found["pageInfo"]["hasPreviousPage"]) == (False, False)
    return [edge["node"] for edge in found["edges"]], [edge["cursor"] for edge in found["edges"]]


async def check(ada: Person, of: List) -> None:
    """From every cursor and both ends, in both directions, pages of several sizes are exactly what they should be."""
    nodes, cursors = await whole(ada, of)
    assert len(cursors) == len(set(cursors)) >= 4
    count = len(nodes)
    for size in SIZES:
        starts = {"first": 0} | {f"after{place}": place + 1 for place in range(count)}
        ends = {"last": count} | {f"before{place}": place for place in range(count)}
        ahead = [of.page(name, first=size, **({"after": cursors[start - 1]} if start else {}))
                 for name, start in starts.items()]  # fmt: skip
        back = [of.page(name, last=size, **({"before": cursors[end]} if end < count else {}))
                for name, end in ends.items()]  # fmt: skip
        found = await pages(ada, of, [*ahead, *back])
        spans = {name: (start, min(start + size, count)) for name, start in starts.items()}
        spans |= {name: (max(0, end - size), end) for name, end in ends.items()}
        for name, (start, end) in spans.items():
            assert found[name] == {
                "edges": [{"cursor": cursors[place], "node": nodes[place]} for place in range(start, end)],
                "pageInfo": {
                    "hasNextPage": end < count, "hasPreviousPage": start > 0,
                    "startCursor": cursors[start] if start < end else None,
                    "endCursor": cursors[end - 1] if start < end else None,
                },
            }, (of, name, size)  # fmt: skip


@pytest.fixture
async def populated(ada: Person, bob: Person) -> str:
    """Jobs with ties, gaps and texts of all the world, one of them with a history with ties; its id."""
    for number, company in enumerate(COMPANIES):
        applied = {"status": "applied", "occurred_at": MONDAY - timedelta(days=number % 3)} if number % 2 else {}
        row = await saved(ada.actor, company_name=company, job_title=COMPANIES[number // 3], **applied)
        score = None if number % 3 == 0 else number % 4
        await database.fetch("UPDATE job SET ai_match_score = $2 WHERE job_id = $1", row["job_id"], score)
    await database.fetch("UPDATE job SET created_at = date_trunc('second', created_at)")
    await database.fetch("UPDATE job SET updated_at = created_at")
    job_id = UUID(row["id"])
    for status in [*JobStatus, *JobStatus]:
        await jobs.update(ada.actor, job_id, JobChange(status=status))
    for event in (await history(ada.actor, job_id))[:6]:
        await job_events.correct(ada.actor, job_id, UUID(event["id"]), EventChange(occurred_at=MONDAY))
    await database.fetch("UPDATE job_event SET recorded_at = $1 WHERE occurred_at = $1", MONDAY)
    await saved(bob.actor, company_name="somebody else's")
    return str(job_id)


@pytest.mark.usefixtures("either_way")
async def test_every_list_from_every_place(ada: Person, populated: str) -> None:
    for of in (*map(jobs_in, ORDERS), events_of(populated), COMPANY_LIST):
        await check(ada, of)


async def refused(ada: Person, of: List, cursors: dict[str, str]) -> None:
    """Every one of these is, on either side, and nothing else is answered."""
    texts = [of.page(name, **{side: cursor}) for name, cursor in cursors.items() for side in ("after", "before")]
    for text in texts:
        answer = await ada.graphql(of.document([text]))
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "BAD_USER_INPUT", text
        (fault,) = error["extensions"]["fields"]
        assert fault["field"] in text
        assert fault["message"] == "is not a cursor of this list in this order"


@pytest.mark.usefixtures("either_way")
async def test_a_cursor_of_another_list_or_order_is_refused(ada: Person, populated: str) -> None:
    lists = {order: jobs_in(order) for order in ORDERS} | {"events": events_of(populated), "companies": COMPANY_LIST}
    cursors = {name: (await whole(ada, of))[1][1] for name, of in lists.items()}
    for name in (ORDERS[0], ORDERS[-1], "events", "companies"):
        await refused(ada, lists[name], {f"c{n}": c for n, (of, c) in enumerate(cursors.items()) if of != name})


def coded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


GARBAGE = {
    "empty": "", "word": "garbage", "number": "5", "padding": "====", "spaces": "  ",
    "unicode": "日本", "nul": "\\u0000",
    "list": coded("[]"), "object": coded("{}"), "null": coded("null"), "short": coded('["created_at desc"]'),
    "no moment": coded('["created_at desc","never","00000000-0000-0000-0000-000000000000"]'),
    "no id": coded('["created_at desc","2026-03-01T10:30:00Z","x"]'),
    "sql": coded('["created_at desc","\'; DROP TABLE job; --","00000000-0000-0000-0000-000000000000"]'),
    "far": coded('["created_at desc","9999-12-31T23:59:59-14:00","00000000-0000-0000-0000-000000000000"]'),
    "event": coded('["occurred_at recorded_at","2026-03-01T10:30:00Z","00000000-0000-0000-0000-000000000000"]'),
    "company": coded('["companies","-1 acme","00000000-0000-0000-0000-000000000000"]'),
    "companies": coded('["companies","99999999999999999999 acme","00000000-0000-0000-0000-000000000000"]'),
}  # fmt: skip


@pytest.mark.usefixtures("either_way")
async def test_garbage_is_refused(ada: Person, populated: str) -> None:
    garbage = {f"g{number}": cursor for number, cursor in enumerate(GARBAGE.values())}
    for of in (jobs_in(ORDERS[1]), events_of(populated), COMPANY_LIST):
        await refused(ada, of, garbage)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_a_damaged_cursor_never_breaks_anything(ada: Person, populated: str, data: st.DataObject) -> None:
    """It is refused, or still a place in the list."""
    of = data.draw(st.sampled_from([jobs_in(ORDERS[1]), jobs_in(ORDERS[4]), events_of(populated), COMPANY_LIST]))
    cursor = (await whole(ada, of))[1][2]
    place = data.draw(st.integers(0, len(cursor) - 1))
    damaged = cursor[:place] + data.draw(st.sampled_from("Aaz09-_=")) + cursor[place + data.draw(st.integers(0, 2)) :]
    answer = await ada.graphql(of.document([of.page("damaged", after=damaged)]))
    assert {error["extensions"]["code"] for error in answer.get("errors", [])} <= {"BAD_USER_INPUT"}
