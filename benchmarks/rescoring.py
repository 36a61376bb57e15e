"""Ten thousand jobs scored in the background while others use the API: `python -m benchmarks.rescoring`.

A server of its own with one account of 10,000 jobs, each with a posting of some 250 words, and a resume of some 150.
One client at a time lists the jobs of another account; its latencies are taken before and while the run goes on.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx2

from tests.program import OFF, Server, serving
from tests.scoring.evaluation_set import FAMILIES, read

JOBS, BATCH, SECONDS = 10_000, 200, 5.0
MOST_SECONDS, MOST_RATIO = 30.0, 1.5
LIST = {"query": "{ jobs(first: 20) { totalCount nodes { id companyName jobTitle status appliedAt } } }"}


def main() -> int:
    """The exit code: 1 when a mark is missed."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), LOG_LEVEL="error", **OFF) as server:
        busy, calm = server.sign_up("busy@example.com"), server.sign_up("calm@example.com")
        filled(server, busy, JOBS)
        filled(server, calm, 1_000)
        before = latencies(server, calm, during(SECONDS))
        seconds, meanwhile = rescored(server, busy, calm)
    ratio = p99(meanwhile) / p99(before)
    rows = [
        ("10,000 jobs scored, seconds", seconds, MOST_SECONDS),
        ("p99 of a list meanwhile, of the p99 before", ratio, MOST_RATIO),
    ]
    print(f"a list of 20: p99 {p99(before):.1f} ms before, {p99(meanwhile):.1f} ms meanwhile; "
          f"median {statistics.median(before):.1f} and {statistics.median(meanwhile):.1f} ms")  # fmt: skip
    for name, value, mark in rows:
        print(f"| {name} | {value:.2f} | at most {mark:g} | {'ok' if value <= mark else 'short'} |")
    return int(any(value > mark for _, value, mark in rows))


def filled(server: Server, who: dict[str, str], count: int) -> None:
    """The postings of the evaluation set, again and again, and one of its resumes."""
    families = [read(family) for family in FAMILIES]
    profile = families[0].profiles[0]
    saved = server.http.patch("/api/profile", json={"resume_text": profile.resume_text}, headers=who)
    assert saved.is_success, saved.text
    jobs = [job for family in families for job in family.jobs]
    for start in range(0, count, BATCH):
        drafts = [
            {"company_name": job.company_name, "job_title": job.job_title, "job_description": job.job_description}
            for job in (jobs[number % len(jobs)] for number in range(start, start + BATCH))
        ]
        body = {"operations": [{"op": "create", "data": draft} for draft in drafts]}
        answer = server.http.post("/api/jobs/bulk", json=body, headers=who, timeout=120)
        assert answer.is_success, answer.text


def rescored(server: Server, busy: dict[str, str], calm: dict[str, str]) -> tuple[float, list[float]]:
    """Seconds from asking to the end of the run, and the milliseconds of lists meanwhile."""
    ended, taken = Event(), list[float]()
    reader = Thread(target=lambda: taken.extend(latencies(server, calm, lambda: not ended.is_set())))
    began = time.perf_counter()
    run = server.http.post("/api/ai/score-all", headers=busy).json()["data"]
    reader.start()
    while run["finished_at"] is None:
        time.sleep(0.2)
        run = server.http.get(f"/api/scraper/runs/{run['id']}", headers=busy).json()["data"]
    seconds = time.perf_counter() - began
    ended.set()
    reader.join()
    assert run["result"] == {"scored": JOBS, "unchanged": 0}, run
    return seconds, taken


def latencies(server: Server, who: dict[str, str], goes_on: Any) -> list[float]:
    """Milliseconds of one list after the other, on a connection of its own."""
    taken = []
    with httpx2.Client(base_url=server.address, trust_env=False, headers=who) as client:
        while goes_on():
            began = time.perf_counter()
            assert client.post("/graphql", json=LIST).is_success
            taken.append((time.perf_counter() - began) * 1000)
    return taken


def during(seconds: float) -> Any:
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() < end


def p99(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=100)[98]


if __name__ == "__main__":
    sys.exit(main())
