"""PostgreSQL URLs as the driver is told them."""

import re
from typing import Any

import pytest

from core.database_url import credentials

LOCAL = {"host": "localhost", "port": 5432, "user": "postgres", "password": "", "database": "postgres"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://localhost", LOCAL),
        ("postgresql://localhost/", LOCAL),
        ("postgres://me@localhost:6543/jobs", {**LOCAL, "user": "me", "port": 6543, "database": "jobs"}),
        ("postgres://m%40e:p%2Fw%20@localhost/j%20s", {**LOCAL, "user": "m@e", "password": "p/w ", "database": "j s"}),
        ("postgres://[::1]/", {**LOCAL, "host": "::1"}),
        ("postgres://postgres@/postgres?host=/some/where%20else", {**LOCAL, "host": "/some/where else"}),
        ("postgres://localhost?sslmode=require", {**LOCAL, "ssl": "require"}),
        ("postgres://localhost?statement_cache_size=0", {**LOCAL, "statement_cache_size": 0}),
        ("postgres://localhost?application_name=pipeline", {**LOCAL, "application_name": "pipeline"}),
    ],
)
def test_the_parts_are_decoded(url: str, expected: dict[str, Any]) -> None:
    assert credentials(url) == expected


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://localhost", "must start with postgres://"),
        ("localhost", "must start with postgres://"),
        ("postgres://me:secret@localhost:port/x", "must read like postgres://user:password@host:5432/name"),
        ("postgres://me:secret@localhost:70000/x", "must read like postgres://user:password@host:5432/name"),
        ("postgres://me:secret@[::1/x", "must read like postgres://user:password@host:5432/name"),
        ("postgres://localhost?statement_cache_size=none", "has an option statement_cache_size that must be a number"),
        (
            "postgres://localhost?user=me",
            "has an unknown option user; known are application_name, host, max_cacheable_statement_size, "
            "max_cached_statement_lifetime, sslmode, statement_cache_size, target_session_attrs",
        ),
    ],
)
def test_what_is_wrong_is_said_without_the_password(url: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        credentials(url)
