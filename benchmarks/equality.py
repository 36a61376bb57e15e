"""Whether every server says the same: no figures without that."""

import http.client
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import asyncpg

from benchmarks.dialects import Ask, Dialect
from benchmarks.servers import Server
from benchmarks.workloads import NUMBER, Case

_LOOKED_AT = 5
# What nobody chose: made anew for each job.
_OWN = {"id", "job_id", "created_at", "updated_at", "source_url"}
_STORED = """
SELECT company_name, company_key, job_title, title_key, job_description, source, status, job_type, location, is_remote,
    tags, tag_keys, strip(search)::text AS search, version, revision > 0 AS is_revised,
    canonical_url = source_url AS is_canonical,
    (SELECT array_agg(type || ' ' || to_status) FROM job_event WHERE job_event.job_id = job.job_id) AS events,
    (SELECT array_agg(stage) FROM job_facts WHERE job_facts.job_id = job.job_id) AS facts
FROM job WHERE source_url = $1
"""
_WRITES = {"d", "create"}


class UnequalError(Exception):
    """Two servers answer the same question differently; says which, and how."""


def asked(server: Server, token: str, ask: Ask) -> Any:
    """The answer's JSON. Raises UnequalError when it is none, or no success."""
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=30)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request(ask.method, ask.path, json.dumps(ask.body) if ask.body is not None else None, headers)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    if response.status not in (200, 201):
        raise UnequalError(
            f"{server.name}: {ask.method} {ask.path} answers {response.status}: {content[:500]!r}\n{server.log.read_text()[-2000:]}"
        )
    return json.loads(content)


async def check(url: str, servers: Sequence[tuple[Server, Dialect]], cases: Mapping[str, Sequence[Case]]) -> None:
    """Compares everybody's answers with the first one's, a few accounts each. Raises UnequalError."""
    connection = await asyncpg.connect(url)
    number = 0
    try:
        for workload, found in cases.items():
            for case in found[:: max(1, len(found) // _LOOKED_AT)]:
                answers = {}
                for server, dialect in servers:
                    number += 1
                    answers[server.name] = await _said(connection, server, dialect, case, number)
                _compare(workload, case, answers)
    finally:
        await connection.close()


async def _said(connection: Any, server: Server, dialect: Dialect, case: Case, number: int) -> Any:
    ask = dialect.ask(case)
    if case.workload not in _WRITES:
        return dialect.read(case.workload, asked(server, server.token(case.account), ask))
    text = f"{number:012d}"
    ask = Ask(ask.method, ask.path, json.loads(json.dumps(ask.body).replace(NUMBER, text)))
    answer = dialect.read(case.workload, asked(server, server.token(case.account), ask))
    stored = await connection.fetchrow(_STORED, case.given["source_url"].replace(NUMBER, text))
    return [{name: value for name, value in answer.items() if name not in _OWN}, dict(stored) if stored else None]


def _compare(workload: str, case: Case, answers: dict[str, Any]) -> None:
    reference, *others = answers.items()
    if reference[1] in (None, {}, {"jobs": []}) or "errors" in reference[1]:
        raise UnequalError(f"{workload}: {reference[0]} answers {reference[1]} to {case}")
    for name, answer in others:
        if answer != reference[1]:
            where, wanted, said = _difference(reference[1], answer)
            raise UnequalError(f"{case}: answer{where} is {wanted!r} of {reference[0]}, {said!r} of {name}")


def _difference(one: Any, other: Any, where: str = "") -> tuple[str, Any, Any]:
    """The first place at which two unequal values differ, and what they have there."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        key = next(key for key in one if one[key] != other[key])
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        key = next(nth for nth, value in enumerate(one) if value != other[nth])
    else:
        return where, one, other
    return _difference(one[key], other[key], f"{where}[{key!r}]")
