"""What has no peer: start-up, and how little a million rows cost."""

import asyncio
import http.client
import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID

import asyncpg

from benchmarks.databases import Database
from benchmarks.dialects import GRAPHQL, graphql, raw
from benchmarks.load import press
from benchmarks.marks import GROWTH_RATIO, PAGE_RATIO, SEARCH_MS, START_SECONDS, Mark, Shots, rate
from benchmarks.measure import measured
from benchmarks.servers import REPOSITORY, Server, environment, free_port, ours, status_of
from benchmarks.workloads import CARD, WORKLOADS, cases, vocabulary
from core.actor import Actor, Client, Identity
from core.database import connected
from core.page import Window, encode_cursor
from resolvers.job_listing import JobFilter, JobQuery, cut

_STARTS, _PAGES, _WORDS, _CROWD_WORDS = 5, 100, 2000, 200
_PAGE = """query P($after: String) { jobs(first: 20, after: $after) {
    nodes { id companyName jobTitle status location createdAt } pageInfo { hasNextPage endCursor } } }"""


def start_up(folder: Path, url: str) -> Mark:
    """From the start of the program to its first answer, on a migrated database."""
    seconds = median(_started(folder, url) for _ in range(_STARTS))
    return Mark("start-up to the first answer", seconds, START_SECONDS, "s", is_least=False)


def _started(folder: Path, url: str) -> float:
    port = free_port()
    settings = environment(folder, url) | {"PORT": str(port)}
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, str(REPOSITORY / "cli.py"), "serve"], env=settings, cwd=folder, stdout=subprocess.DEVNULL
    )
    try:
        while status_of(port, "/api/health") != http.client.OK:
            time.sleep(0.005)
        return time.monotonic() - begun
    finally:
        process.terminate()
        process.wait()


def at_size(folder: Path, large: Database, small: Database, rounds: int, seconds: int) -> list[Mark]:
    """The marks over a million jobs."""
    with ours(folder, large.url, "a million") as many, ours(folder, small.url, "100,000") as few:
        marks = _growth(many, few, large, rounds, seconds)
        marks.append(_deep_pages(many, large, rounds, seconds))
    return [*marks, *asyncio.run(_searches(large))]


def _growth(many: Server, few: Server, large: Database, rounds: int, seconds: int) -> list[Mark]:
    """The same accounts with the same jobs, in a table that is eleven times as long."""
    found = asyncio.run(cases(large.url, large.accounts))
    shots: Shots = measured(
        [(many, GRAPHQL), (few, GRAPHQL)], {name: found[name] for name in WORKLOADS}, rounds, seconds
    )
    return [
        Mark(f"{name}: cost among a million jobs to that among 100,000", rate(shots[few.name, name]) / rate(shots[many.name, name]),
             GROWTH_RATIO, is_least=False)
        for name in WORKLOADS
    ]  # fmt: skip


def _deep_pages(server: Server, large: Database, rounds: int, seconds: int) -> Mark:
    """One request at a time, so that it is their own time that is compared and not that in a queue."""
    crowd = large.accounts.crowd
    assert crowd is not None
    token = server.token(crowd)
    first = [raw(graphql(_PAGE, {}), token)]
    deep = [raw(graphql(_PAGE, {"after": cursor}), token) for cursor in asyncio.run(_cursors(large.url, crowd))]
    shots = [(press(server, deep, seconds, 1).p50, press(server, first, seconds, 1).p50) for _ in range(rounds)]
    ratio = median(one for one, _ in shots) / median(one for _, one in shots)
    return Mark("pages anywhere in a million rows to the first one, latency", ratio, PAGE_RATIO, is_least=False)


async def _cursors(url: str, crowd: UUID) -> list[str]:
    """Cursors all over the list, the last page included."""
    connection = await asyncpg.connect(url, command_timeout=600)
    rows = await connection.fetch(
        "SELECT id, created_at FROM (SELECT id, created_at, row_number() OVER (ORDER BY created_at DESC, id DESC) AS nth, "
        "count(*) OVER () AS jobs FROM job WHERE user_id = $1) AS listed WHERE (nth + 21) % (jobs / $2) = 0", crowd, _PAGES,
    )  # fmt: skip
    await connection.close()
    return [encode_cursor("created_at desc", row["created_at"], str(row["id"])) for row in rows]


async def _searches(large: Database) -> list[Mark]:
    """Every word of a sample of the vocabulary, for ordinary accounts and for the one with a million jobs."""
    connection = await asyncpg.connect(large.url)
    words = await vocabulary(connection, large.accounts.readers, _WORDS)
    assert large.accounts.crowd is not None
    crowd = [(large.accounts.crowd, word) for word in list(dict.fromkeys(word for _, word in words))[:_CROWD_WORDS]]
    await connection.close()
    marks = []
    for name, asked in {"an account with 1,000 jobs": words, "the account with 1,000,000": crowd}.items():
        async with connected(large.url, 1):
            times = [await _search(account, word) for account, word in asked]
        p99 = quantiles(times, n=100)[98]
        marks.append(
            Mark(f"search in {name} of 1,100,000, any word, p99 in the database", p99, SEARCH_MS, "ms", is_least=False)
        )
    return marks


async def _search(account: UUID, word: str) -> float:
    """Milliseconds for the list that our server reads for a search, what it does itself for it included."""
    actor, query = Actor(Client(), Identity(account, "free")), JobQuery(JobFilter(), word)
    begun = time.perf_counter()
    await cut(actor, query, Window(20), CARD, both_ends=False, cursors=False)
    return (time.perf_counter() - begun) * 1000
