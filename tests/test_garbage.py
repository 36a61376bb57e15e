"""What a server process does not look at again."""

import os
import subprocess
import sys

from tests.conftest import REPOSITORY


def test_what_start_up_made_is_frozen() -> None:
    program = (
        "import asyncio, gc\nfrom app import application\n"
        "async def start(): application()\nasyncio.run(start())\nprint(gc.get_freeze_count())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, env={**os.environ, "DATABASE_URL": ""},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(done.stdout) > 50_000
