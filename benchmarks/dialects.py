"""How each server is asked, and how its answer is read into the one shape in which all are compared."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from benchmarks.workloads import CARD, DETAIL, EVENT, SERIES, WIDE, Case
from models.job import FIELDS

_WORDS = {"status", "type", "job_type", "from_status", "to_status", "salary_period"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)")


@dataclass(frozen=True, slots=True)
class Ask:
    """An HTTP request."""

    method: str
    path: str
    body: Any = None


@dataclass(frozen=True, slots=True)
class Dialect:
    """The request of a case, and what an answer to it says."""

    ask: Callable[[Case], Ask]
    read: Callable[[str, Any], Any]


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def plain(value: Any, name: str = "") -> Any:
    """Names in snake case, enumerations in lower case, moments in UTC, no `__typename`."""
    if isinstance(value, dict):
        named = {re.sub("([A-Z])", lambda found: "_" + found[1].lower(), key): one for key, one in value.items()}
        return {key: plain(one, key) for key, one in named.items() if key != "__typename"}
    if isinstance(value, list):
        return [plain(one, name) for one in value]
    if isinstance(value, str) and name in _WORDS:
        return value.lower()
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return datetime.fromisoformat(value).astimezone(UTC).isoformat()
    return round(value, 12) if isinstance(value, float) else value


def _fields(names: tuple[str, ...]) -> str:
    return " ".join(map(camel, names))


def _aliased(names: tuple[str, ...]) -> str:
    return _fields(names).replace("id ", "id: rowId ", 1)


_GRAPHQL = {
    "a": f"""query A($status: [JobStatus!]) {{
        jobs(first: 20, filter: {{status: $status}}, orderBy: {{field: CREATED_AT, direction: DESC}}) {{
            totalCount nodes {{ {_fields(CARD)} }} }} }}""",
    "b": f"query B {{ jobs(first: 100) {{ nodes {{ {_fields(WIDE)} }} }} }}",
    "c": f"""query C($id: ID!) {{
        job(id: $id) {{ {_fields(DETAIL)} events(first: 10) {{ nodes {{ {_fields(EVENT)} }} }} }} }}""",
    "d": f"""mutation D($input: CreateJobInput!) {{
        createJob(input: $input) {{ ... on CreateJobPayload {{ job {{ {_fields(CARD)} }} }} }} }}""",
    "e": f"""query E($from: Date!, $to: Date!) {{
        dashboard {{ byStatus {{ status count }} totalApplications {{ value }} responseRate {{ value }} }}
        timeline(from: $from, to: $to, bucket: WEEK) {{ data {{ start {" ".join(SERIES)} }} }} }}""",
    "f": f"""query F($words: String!) {{ jobs(first: 20, search: $words) {{ nodes {{ {_fields(CARD)} }} }} }}""",
    "list": f"""query L($status: [JobStatus!]) {{
        jobs(first: 20, filter: {{status: $status}}) {{ totalCount nodes {{ {_fields(FIELDS)} }} }} }}""",
    "job": f"query J($id: ID!) {{ job(id: $id) {{ {_fields(FIELDS)} }} }}",
    "create": f"""mutation N($input: CreateJobInput!) {{
        createJob(input: $input) {{ ... on CreateJobPayload {{ job {{ {_fields(FIELDS)} }} }} }} }}""",
}
# One field, so that Mercurius needs no more than one query.
_BOARD = f"""query E($from: Date!, $to: Date!) {{ board(from: $from, to: $to) {{
    byStatus {{ status count }} totalApplications {{ value }} responseRate {{ value }}
    timeline {{ data {{ start {" ".join(SERIES)} }} }} }} }}"""
# PostGraphile's own names, but for the id: there `id` is one for all tables.
_POSTGRAPHILE = {
    "a": f"""query A($status: String!) {{
        allJobs(first: 20, condition: {{status: $status}}, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) {{
            totalCount nodes {{ {_aliased(CARD)} }} }} }}""",
    "b": f"""query B {{ allJobs(first: 100, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) {{ nodes {{ {_aliased(WIDE)} }} }} }}""",
    "c": f"""query C($id: UUID!) {{ jobByRowId(rowId: $id) {{ {_aliased(DETAIL)}
        jobEventsByJobId(first: 10, orderBy: [OCCURRED_AT_DESC, RECORDED_AT_DESC, ROW_ID_DESC]) {{
            nodes {{ {_aliased(EVENT)} }} }} }} }}""",
    "d": f"mutation D($posting: Posting!) {{ saveJob(posting: $posting) {{ {_fields(CARD)} }} }}",
    "e": """query E($from: Date!, $to: Date!) {
        board(from: $from, to: $to) { byStatus total responseRate weeks } }""",
    "f": f"""query F($words: String!) {{
        allJobs(first: 20, condition: {{words: $words}}, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) {{
            nodes {{ {_aliased(CARD)} }} }} }}""",
}


def graphql(document: str, variables: dict[str, Any]) -> Ask:
    """One line, as a client sends it."""
    return Ask("POST", "/graphql", {"query": re.sub(r"\s+", " ", document), "variables": variables})


def _ask_graphql(case: Case, **others: str) -> Ask:
    given = case.given
    if case.workload in ("a", "list"):
        given = {"status": [given["status"].upper()]}
    elif case.workload in ("d", "create"):
        given = {"input": {camel(name): value for name, value in given.items()}}
    return graphql((_GRAPHQL | others)[case.workload], given)


def _read_graphql(workload: str, answer: Any) -> Any:
    if "errors" in answer:
        return answer
    data = plain(answer["data"])
    if workload in ("d", "create"):
        return data["create_job"]["job"]
    if workload == "job":
        return data["job"]
    if workload == "c":
        return data["job"] | {"events": data["job"]["events"]["nodes"]}
    if workload == "e":
        board = data.get("board") or data["dashboard"]
        return _board(
            {one["status"]: one["count"] for one in board["by_status"]}, board["total_applications"]["value"],
            board["response_rate"]["value"], (data.get("timeline") or board["timeline"])["data"],
        )  # fmt: skip
    return _listed(data["jobs"]["nodes"], data["jobs"].get("total_count"))


def _ask_postgraphile(case: Case) -> Ask:
    given = case.given
    if case.workload == "d":
        given = {"posting": {camel(name): value for name, value in given.items()}}
    elif case.workload == "f":  # its conditions do not know who asks
        given = {"words": " ".join(case.account.hex[-8:] + word for word in given["words"].split())}
    return graphql(_POSTGRAPHILE[case.workload], given)


def _read_postgraphile(workload: str, answer: Any) -> Any:
    if "errors" in answer:
        return answer
    data = plain(answer["data"])
    if workload == "d":
        return data["save_job"]
    if workload == "c":
        job = data["job_by_row_id"]
        return job | {"events": job.pop("job_events_by_job_id")["nodes"]}
    if workload == "e":
        return _read_rest(workload, answer["data"]["board"])
    return _listed(data["all_jobs"]["nodes"], data["all_jobs"].get("total_count"))


def _board(by_status: dict[str, int], total: int, rate: float | None, weeks: list[dict[str, Any]]) -> Any:
    """What is zero may be left out."""
    return {
        "by_status": {status: count for status, count in by_status.items() if count},
        "total": total,
        "response_rate": rate,
        "weeks": {str(week.pop("start"))[:10]: week for week in weeks if any(week[series] for series in SERIES)},
    }


def _listed(jobs: list[Any], total: int | None) -> Any:
    return {"jobs": jobs} if total is None else {"total": total, "jobs": jobs}


def _ask_rest(case: Case) -> Ask:
    """The REST of the peers."""
    given = case.given
    paths = {
        "a": "/jobs?" + urlencode(given | {"limit": 20}),
        "b": "/jobs/wide?limit=100",
        "c": f"/jobs/{given.get('id')}",
        "d": "/jobs",
        "e": "/dashboard?" + urlencode(given),
        "f": "/search?" + urlencode(given | {"limit": 20}),
    }
    return Ask(*(("POST", "/jobs", given) if case.workload == "d" else ("GET", paths[case.workload])))


def _read_rest(workload: str, answer: Any) -> Any:
    found = plain(answer)
    if workload == "e":
        return _board(found["by_status"], found["total"], found["response_rate"], found["weeks"])
    return found


def _ask_our_rest(case: Case) -> Ask:
    if case.workload == "create":
        return Ask("POST", "/api/jobs", case.given)
    if case.workload == "job":
        return Ask("GET", f"/api/jobs/{case.given['id']}")
    return Ask("GET", "/api/jobs?" + urlencode(case.given | {"limit": 20}))


def _read_our_rest(workload: str, answer: Any) -> Any:
    found = plain(answer)
    return _listed(found["data"], found["total"]) if workload == "list" else found["data"]


GRAPHQL = Dialect(_ask_graphql, _read_graphql)
POSTGRAPHILE = Dialect(_ask_postgraphile, _read_postgraphile)
MERCURIUS = Dialect(lambda case: _ask_graphql(case, e=_BOARD), _read_graphql)
REST = Dialect(_ask_rest, _read_rest)
OUR_REST = Dialect(_ask_our_rest, _read_our_rest)


def raw(ask: Ask, token: str) -> str:
    """The request as it goes over the wire."""
    head = f"{ask.method} {ask.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    if ask.body is None:
        return head + "\r\n"
    body = json.dumps(ask.body, separators=(",", ":"))
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}"
