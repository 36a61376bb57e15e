"""`seed`: the demo account, beside a server that runs."""

from pathlib import Path

from resolvers import demo
from tests.program import run, serving

SAID = f"The demo account has {{}} jobs.\n  email     {demo.EMAIL}\n  password  {demo.PASSWORD}\n"


def test_the_account_is_there_at_once_and_replaced_the_next_time(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert (first := run(tmp_path, "seed")).returncode == 0, first.stderr
        assert first.stdout == SAID.format(300)
        answer = server.http.post("/api/auth/login", json={"email": demo.EMAIL, "password": demo.PASSWORD})
        who = {"Authorization": f"Bearer {answer.json()['data']['access_token']}"}
        assert server.http.get("/api/jobs", headers=who).json()["total"] == 300
        assert run(tmp_path, "seed", "--jobs", "7", "--seed", "2", "--today", "2026-03-01").stdout == SAID.format(7)
        answer = server.http.post("/api/auth/login", json={"email": demo.EMAIL, "password": demo.PASSWORD})
        who = {"Authorization": f"Bearer {answer.json()['data']['access_token']}"}
        assert server.http.get("/api/jobs", headers=who).json()["total"] == 7


def test_what_is_not_possible_is_said(tmp_path: Path) -> None:
    assert run(tmp_path, "seed", "--jobs", "0").returncode == 2
    assert run(tmp_path, "seed", "--today", "tomorrow").returncode == 2
    assert run(tmp_path, "seed", PORT="http").stderr == "pipeline: PORT: must be a whole number\n"
    assert not (tmp_path / "data").exists()
