"""The server and the database that somebody else runs: its schema, and what happens when it goes away."""

import subprocess
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from core import migrations, queue
from core.embedded_postgres import EmbeddedPostgres
from core.settings import Settings
from tests.conftest import PASSWORD
from tests.program import OFF, Server, run, serving

EVERYTHING = [*migrations.known(), queue.LAYOUT]
APPLIED = "".join(f"applied {version}\n" for version in EVERYTHING)
CAPTURE = {
    "title": "Engineer", "company": "Northwind", "location": "Lisbon", "description": "",
    "sourceUrl": "https://jobs.example.com/1",
}  # fmt: skip
CREATE = {"query": 'mutation { createJob(input: {companyName: "Northwind", jobTitle: "Engineer"}) { __typename } }'}
LOG_IN = {"query": 'mutation { logIn(input: {email: "ada@example.com", password: "x"}) { __typename } }'}


@pytest.fixture
async def empty_url(clone: Callable[..., Awaitable[str]]) -> str:
    return await clone("template1")


@pytest.fixture
async def outdated_url(database_url: str) -> str:
    """A database that seems not to have had the newest migration."""
    connection = await asyncpg.connect(database_url)
    await connection.execute("DELETE FROM aerich WHERE version = $1", migrations.known()[-1])
    await connection.close()
    return database_url


def test_an_old_schema_stops_the_start_and_the_command_is_named(tmp_path: Path, outdated_url: str) -> None:
    done = run(tmp_path, "serve", DATABASE_URL=outdated_url)
    expected = (
        "pipeline: DATABASE_URL: the database lacks 1 migration(s): run '.venv/bin/python cli.py migrate' or set "
        "AUTO_MIGRATE=1\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", expected)


def test_the_command_brings_a_database_up_to_date_once(tmp_path: Path, empty_url: str) -> None:
    refused = run(tmp_path, "serve", DATABASE_URL=empty_url)
    assert (refused.returncode, f"lacks {len(EVERYTHING)} migration(s)" in refused.stderr) == (1, True)
    first = run(tmp_path, "migrate", DATABASE_URL=empty_url)
    assert (first.returncode, first.stdout, first.stderr) == (0, APPLIED, "")
    second = run(tmp_path, "migrate", DATABASE_URL=empty_url)
    assert (second.returncode, second.stdout, second.stderr) == (0, "The database is up to date.\n", "")
    with serving(tmp_path, DATABASE_URL=empty_url) as server:
        assert server.http.get("/api/health").status_code == 200


def test_replicas_that_start_at_once_migrate_once(tmp_path: Path, empty_url: str) -> None:
    def migrate(_number: int) -> subprocess.CompletedProcess[str]:
        return run(tmp_path, "migrate", DATABASE_URL=empty_url)

    with ThreadPoolExecutor() as pool:
        done = list(pool.map(migrate, range(2)))
    assert sorted(one.stdout for one in done) == ["The database is up to date.\n", APPLIED]
    assert [one.stderr for one in done] == ["", ""]


def test_the_server_migrates_where_it_is_told_to(tmp_path: Path, empty_url: str) -> None:
    with serving(tmp_path, DATABASE_URL=empty_url, AUTO_MIGRATE="1") as server:
        assert server.http.get("/api/health").status_code == 200
    assert run(tmp_path, "migrate", DATABASE_URL=empty_url).stdout == "The database is up to date.\n"


def test_the_embedded_database_can_be_migrated_by_hand(tmp_path: Path) -> None:
    refused = run(tmp_path, "serve", AUTO_MIGRATE="0")
    assert (refused.returncode, f"lacks {len(EVERYTHING)} migration(s)" in refused.stderr) == (1, True)
    assert run(tmp_path, "migrate").stdout == APPLIED
    with serving(tmp_path, AUTO_MIGRATE="0") as server:
        assert server.http.get("/api/health").status_code == 200


@pytest.fixture
def other(tmp_path: Path) -> Iterator["Switch"]:
    switch = Switch(Settings(data_dir=tmp_path / "other", _env_file=None))
    yield switch
    switch.off()


class Switch:
    """A PostgreSQL server of its own that can be stopped and started."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.on()

    def on(self) -> None:
        self._server = EmbeddedPostgres(self._settings)
        self.url = self._server.url

    def off(self) -> None:
        self._server.stop()


def test_the_server_outlives_an_absence_of_its_database(tmp_path: Path, other: Switch) -> None:
    with serving(tmp_path, DATABASE_URL=other.url, AUTO_MIGRATE="1", **OFF) as server:
        ada = server.sign_up("ada@example.com")
        assert _statuses(server, ada) == [200, 200, 200, 200, 200, 401]
        other.off()
        assert _statuses(server, ada) == [503, 503, 200, 503, 503, 503]
        _assert_shapes_of_absence(server, ada)
        other.on()
        assert _statuses(server, ada) == [200, 200, 200, 200, 200, 401]
        created = server.http.post("/graphql", headers=ada, json=CREATE)
        assert created.json()["data"] == {"createJob": {"__typename": "CreateJobPayload"}}
        assert "Traceback" not in server.log.read_text()


def _statuses(server: Server, who: dict[str, str]) -> list[int]:
    paths = ("/api/health", "/health", "/", "/api/jobs", "/api/auth/verify")
    known = [server.http.get(path, headers=who).status_code for path in paths]
    return [*known, server.http.get("/api/jobs", headers={"Authorization": "Bearer pjt_a_b"}).status_code]


def _assert_shapes_of_absence(server: Server, ada: dict[str, str]) -> None:
    http, once = server.http, {**ada, "Idempotency-Key": "once"}
    who = {"email": "ada@example.com", "password": PASSWORD}
    objects = [
        http.get("/api/health"),
        http.get("/api/jobs", headers=ada),
        http.post("/api/auth/login", json=who),
        http.post("/api/jobs", headers=once, json={"company_name": "Northwind", "job_title": "Engineer"}),
    ]
    assert [_code(answer.json()["error"], "request_id") for answer in objects] == ["SERVICE_UNAVAILABLE"] * 4
    strings = [
        http.get("/health"),
        http.get("/api/jobs/quota", headers=ada),
        http.post("/api/jobs", headers=ada, json=CAPTURE),
        http.post("/api/auth/login", json={"username": "ada", "password": PASSWORD}),
    ]
    assert [type(answer.json()["error"]) for answer in strings] == [str] * 4
    operations = [
        http.post("/graphql", headers=ada, json={"query": "{ me { id } }"}),
        http.post("/graphql", headers=ada, json=CREATE),
        http.post("/graphql", json=LOG_IN),
    ]
    requests = [
        http.post("/graphql", headers={"Authorization": "Bearer pjt_a_b"}, json={"query": "{ me { id } }"}),
        http.post("/graphql", headers=once, json=CREATE),
    ]
    assert [answer.status_code for answer in (*operations, *requests)] == [200, 200, 200, 503, 503]
    errors = [answer.json()["errors"][0]["extensions"] for answer in (*operations, *requests)]
    assert [_code(extensions, "requestId") for extensions in errors] == ["SERVICE_UNAVAILABLE"] * 5


def _code(error: dict[str, Any], request_id: str) -> str:
    assert len(error[request_id]) == 32
    return str(error["code"])
