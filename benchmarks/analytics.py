"""What analytics cost: `python -m benchmarks.analytics`, on a database and a server of its own.

Two accounts, one with 1,000 jobs and one with 50,000 jobs and 250,000 events, among forty others whose rows lie between
theirs. Measured over HTTP on one connection, in alternating rounds, so that whatever else the machine does falls on
all alike: medians in milliseconds, and as ratios to the bare query and to a health check.
"""

import asyncio
import http.client
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg

from core import clock
from core.embedded_postgres import EmbeddedPostgres
from core.settings import Settings
from resolvers import analytics
from resolvers.analytics_inputs import GhostingQuery
from resolvers.analytics_sources import statement
from tests.program import Server, serving

ROUNDS, SMALL, LARGE, OTHERS = 15, 1_000, 50_000, 40
UNCACHED_MS, UNCHANGED_RATIO = 150.0, 3.0
BOUNDS = "?timezone=Europe/Berlin&from=2025-06-01&to=2026-06-01"
PAGE = """{
  dashboard { totalApplications { value } responseRate { value n } timeToResponse { median } byStatus { status count }
    heatmap { date count } streak { current } weeklyGoal { done } ghosted }
  funnel { stage reached } timeline(period: LAST_90_DAYS) { data { start applied } }
  flow { links { source target value } }
  activity(first: 10) { toStatus occurredAt job { companyName } }
  jobs(first: 100) { nodes { id companyName jobTitle status appliedAt } }
}"""
# A job is saved, mostly applied for, and then goes one way or another; five events each.
FILL = """
WITH made AS (
    INSERT INTO job (id, user_id, company_name, company_key, job_title, title_key, job_description, source, status,
        ai_match_score, job_type, is_remote, tags, tag_keys, version, created_at, updated_at)
    SELECT gen_random_uuid(), owner, company, lower(company), 'Engineer', 'engineer', repeat('What the work is. ', 60),
        (ARRAY['linkedin', 'manual', 'extension', 'referral', 'indeed'])[1 + nth % 5], 'interested',
        CASE WHEN random() < 0.7 THEN (random() * 100)::int END, 'full_time', false, '{}', '{}', 1,
        now() - random() * interval '1000 days', now()
    FROM (
        SELECT owner, nth, 'Company ' || (random() * jobs / 4)::int AS company
        FROM unnest($1::uuid[], $2::int[]) AS account (owner, jobs) CROSS JOIN generate_series(1, jobs) AS nth
        ORDER BY random()
    ) AS drawn
    RETURNING job_id, user_id, created_at
)
INSERT INTO job_event (id, user_id, job_id, type, to_status, occurred_at, recorded_at, actor)
SELECT gen_random_uuid(), user_id, job_id, CASE nth WHEN 1 THEN 'created' ELSE 'status_changed' END,
    CASE nth WHEN 1 THEN 'interested' WHEN 2 THEN 'applied'
        ELSE (ARRAY['interviewing', 'rejected', 'offer_received', 'not_interested', 'applied'])[1 + (random() * 4)::int]
    END,
    least(at, now()), least(at, now()), 'user'
FROM (
    SELECT job_id, user_id, nth, created_at + (nth - 1) * random() * interval '9 days' AS at
    FROM made CROSS JOIN generate_series(1, 5) AS nth
) AS event
"""
FOLLOW = """
UPDATE job SET applied_at = first.applied, interviewing_at = first.interviewing, status = first.status FROM (
    SELECT job_id, min(occurred_at) FILTER (WHERE to_status = 'applied') AS applied,
        min(occurred_at) FILTER (WHERE to_status = 'interviewing') AS interviewing,
        (array_agg(to_status ORDER BY recorded_at DESC))[1] AS status
    FROM job_event GROUP BY job_id
) AS first WHERE job.job_id = first.job_id
"""


@dataclass
class Case:
    """Something that is done again and again; what it took, in milliseconds."""

    name: str
    run: Callable[[], None]
    times: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.times)


class Client:
    """One connection, kept open; a token."""

    def __init__(self, server: Server, token: dict[str, str]) -> None:
        host = server.address.removeprefix("http://")
        self._connection, self._token = http.client.HTTPConnection(host), token

    def ask(self, path: str, body: str | None = None, expected: int = 200, **headers: str) -> http.client.HTTPResponse:
        sent = self._token | {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request("POST" if body else "GET", path, body, sent)
        response = self._connection.getresponse()
        answer = response.read()
        if response.status != expected or b'"errors"' in answer:
            raise RuntimeError(f"{path} answers {response.status}: {answer[:500]!r}")
        return response


def main() -> int:
    """The exit code: 1 when a mark is missed."""
    with tempfile.TemporaryDirectory() as folder:
        database = EmbeddedPostgres(Settings(data_dir=Path(folder) / "data", _env_file=None))
        try:
            settings = {"DATABASE_URL": database.url, "AUTO_MIGRATE": "1", "RATE_LIMIT_STANDARD": "1000000000/minute"}
            with serving(Path(folder), LOG_LEVEL="error", **settings) as server:
                return _measured(server, database.url)
        finally:
            database.stop()


def _measured(server: Server, url: str) -> int:
    clients = {name: Client(server, server.sign_up(f"{name}@example.com")) for name in ("small", "large")}
    owners = {
        name: UUID(json.loads(server.http.get("/api/auth/me", headers=one._token).content)["data"]["id"])
        for name, one in clients.items()
    }
    with asyncio.Runner() as runner:
        print(f"filling {SMALL:,} and {LARGE:,} jobs and {OTHERS} x {SMALL:,} between ...", flush=True)
        connection = runner.run(_filled(url, owners))
        cases = [Case("health", lambda: _done(clients["small"].ask("/api/health")))]
        for name, client in clients.items():
            cases += _cases(name, client, lambda name=name: runner.run(_bare(connection, owners[name])))  # type: ignore[misc]
        for _ in range(ROUNDS):
            for case in cases:
                _timed(case)
        events = [runner.run(_added(connection, owners["large"], digested=digested)) for digested in (True, False)]
        runner.run(connection.close())
    return _report({case.name: case for case in cases}, events)


def _cases(name: str, client: Client, bare: Callable[[], None]) -> list[Case]:
    etag = client.ask("/api/analytics/dashboard").headers["etag"]
    page = json.dumps({"query": PAGE})
    return [
        Case(f"{name}: the bare query", bare),
        Case(f"{name}: dashboard, uncached", lambda: _done(client.ask("/api/analytics/dashboard"))),
        Case(f"{name}: dashboard, unchanged",
             lambda: _done(client.ask("/api/analytics/dashboard", expected=304, If_None_Match=etag))),
        Case(f"{name}: dashboard of a year in Berlin", lambda: _done(client.ask(f"/api/analytics/dashboard{BOUNDS}"))),
        Case(f"{name}: timeline of 90 days", lambda: _done(client.ask("/api/analytics/timeline?period=90d"))),
        Case(f"{name}: timeline of everything", lambda: _done(client.ask("/api/analytics/timeline?period=all"))),
        Case(f"{name}: companies", lambda: _done(client.ask("/api/analytics/companies"))),
        Case(f"{name}: a whole page in GraphQL",
             lambda: _done(client.ask("/graphql", page, Content_Type="application/json"))),
    ]  # fmt: skip


def _timed(case: Case) -> None:
    for _ in range(3):
        begun = time.perf_counter()
        case.run()
        took = (time.perf_counter() - begun) * 1000
        case.times.append(took)


def _done(_response: http.client.HTTPResponse) -> None:
    """An answer that was read whole."""


async def _filled(url: str, owners: dict[str, UUID]) -> asyncpg.Connection:
    """A connection to a database with everybody's jobs in it, as it is after a vacuum."""
    connection = await asyncpg.connect(url)
    others = [uuid4() for _ in range(OTHERS)]
    await connection.executemany(
        "INSERT INTO account (id, email, password_hash, email_confirmed, plan, created_at) "
        "VALUES ($1, $1::uuid || '@example.com', '-', false, 'free', now())",
        [(owner,) for owner in others],
    )
    everybody = [*owners.values(), *others]
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("SELECT setseed(0.5)")
    await connection.execute(FILL, everybody, [SMALL, LARGE] + [SMALL] * OTHERS, timeout=600)
    await connection.execute(FOLLOW, timeout=600)
    await connection.execute("SET session_replication_role = origin")
    await connection.execute("SELECT refresh_job_facts(job_id) FROM job", timeout=600)
    await connection.execute("INSERT INTO data_revision SELECT 1, id FROM account ON CONFLICT DO NOTHING")
    await connection.execute("VACUUM ANALYZE", timeout=600)
    return connection


async def _bare(connection: asyncpg.Connection, owner: UUID) -> None:
    query = GhostingQuery()
    figures = list({one.sql: one for one in analytics.dashboard(query).values()}.values())
    parameters = [parameter for figure in figures for parameter in figure.parameters]
    text = statement(figures, is_bounded=query.cohort.is_bounded)
    await connection.fetch(text, owner, clock.now(), None, None, None, None, *parameters)


async def _added(connection: asyncpg.Connection, owner: UUID, *, digested: bool) -> float:
    """Milliseconds to add an event to a history of five, with the triggers that digest it or without; undone."""
    times = []
    await connection.execute("BEGIN")
    if not digested:
        await connection.execute("ALTER TABLE job_event DISABLE TRIGGER job_facts_after_events")
    keys = await connection.fetch("SELECT job_id FROM job WHERE user_id = $1 LIMIT 300", owner)
    for row in keys:
        begun = time.perf_counter()
        await connection.execute(
            "INSERT INTO job_event (id, user_id, job_id, type, to_status, occurred_at, recorded_at, actor) "
            "VALUES (gen_random_uuid(), $1, $2, 'status_changed', 'rejected', now(), now(), 'user')",
            owner, row["job_id"],
        )  # fmt: skip
        times.append((time.perf_counter() - begun) * 1000)
    await connection.execute("ROLLBACK")
    return statistics.median(times)


def _report(cases: dict[str, Case], events: list[float]) -> int:
    health = cases["health"].median
    print(f"\n| | ms | x bare query | x health |\n|---|--:|--:|--:|\n| health | {health:.2f} | | 1.0 |")
    for name, case in cases.items():
        bare = cases.get(f"{name.partition(':')[0]}: the bare query")
        if bare is not None:
            print(f"| {name} | {case.median:.2f} | {case.median / bare.median:.2f} | {case.median / health:.1f} |")
    print(f"\nAn event added: {events[0]:.2f} ms, of which the digest {events[0] - events[1]:.2f}.\n")
    uncached = cases["large: dashboard, uncached"].median
    ratios = [cases[f"{name}: dashboard, unchanged"].median / health for name in ("small", "large")]
    marks = [
        (f"uncached for the large account: {uncached:.0f} ms, under {UNCACHED_MS:.0f}", uncached < UNCACHED_MS),
        *(
            (f"unchanged: {ratio:.1f} x a health check, at most {UNCHANGED_RATIO:.0f}", ratio <= UNCHANGED_RATIO)
            for ratio in ratios
        ),
    ]
    for text, holds in marks:
        print(f"{'ok  ' if holds else 'MISS'}  {text}")
    return 0 if all(holds for _, holds in marks) else 1


if __name__ == "__main__":
    sys.exit(main())
