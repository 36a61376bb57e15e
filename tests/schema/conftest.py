"""Operations carried out both ways, for what must hold whichever way it is."""

import pytest

from execution.executor import Executor


@pytest.fixture(params=["by plan", "through graphql-core"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test runs twice: with plans, and without a single one."""
    if request.param != "by plan":
        monkeypatch.setattr(Executor, "_plan", lambda *_arguments: None)
