"""`.ci/run` carries out every step in its order, and fails as soon as one of them does."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

STEPS = ["test", "check", "conformance", "browser-test"]
# Says what it was asked for, and fails at the step that FAILS names.
MAKE = '#!/bin/sh\necho "$1" >> "$CALLS"\ntest "$1" != "$FAILS"\n'


def _run(folder: Path, fails: str) -> tuple[int, list[str]]:
    """The exit code and the steps that were begun, with a `make` of our own and nothing to be installed."""
    for name, script in (("make", MAKE), ("chromium", "#!/bin/sh\n"), ("curl", "#!/bin/sh\n")):
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    calls = folder / "calls"
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "CALLS": str(calls), "FAILS": fails}
    done = subprocess.run([REPOSITORY / ".ci" / "run"], env=environment, cwd=folder, check=False, capture_output=True)
    return done.returncode, calls.read_text().split()


def test_every_step_is_carried_out(tmp_path: Path) -> None:
    assert _run(tmp_path, "") == (0, STEPS)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_ends_it(tmp_path: Path, step: str) -> None:
    code, begun = _run(tmp_path, step)
    assert (code != 0, begun) == (True, STEPS[: STEPS.index(step) + 1])
