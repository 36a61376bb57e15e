"""Greenhouse: `boards.greenhouse.io/{board}/jobs/{id}`, its newer and European hosts, and employers' own pages."""

import re
from typing import Any

from scraping import dates, places
from scraping.boards.board import Address, Board, Match, at, known, quoted, things
from scraping.loose_json import parse_bytes
from scraping.normalise import address as absolute
from scraping.normalise import name, remote_in
from scraping.posting import Candidate
from scraping.salary import Salary, period_of, salary
from scraping.schema_org import Fields

_HOSTS = frozenset(
    {"boards.greenhouse.io", "job-boards.greenhouse.io", "boards.eu.greenhouse.io", "job-boards.eu.greenhouse.io"}
)
_API = "https://boards-api.greenhouse.io/v1/boards"
_EMBEDDED = re.compile(
    r"(?:boards|job-boards)(?:\.eu)?\.greenhouse\.io/embed/job_(?:board|app)(?:/js)?\?(?:[\w=&;%-]{0,200}?[&;?])?"
    r"for=([\w-]+)|boards-api(?:\.eu)?\.greenhouse\.io/v1/boards/([\w-]+)"
)


def _match(page: Address) -> Match | None:
    if page.host == "boards-api.greenhouse.io" and page.path[:2] == ("v1", "boards"):
        return _of(page.at(2), page.at(4) or None)
    if page.host not in _HOSTS:
        return None
    if page.at(0) == "embed":
        return _of(page.query.get("for", ""), page.query.get("token") or page.query.get("gh_jid"))
    if page.at(1) == "jobs" and page.at(2):
        return _of(page.at(0), page.at(2))
    return _of(page.at(0), page.query.get("gh_jid"))


def _embedded(page: Address, text: str) -> Match | None:
    """An employer's page names the posting in its address and the board in the script that shows it."""
    found = _EMBEDDED.search(text) if "greenhouse.io" in text else None
    return _of(found[1] or found[2], page.query.get("gh_jid")) if found else None


def _of(board: str, job_id: str | None) -> Match | None:
    if not board or (job_id is not None and not job_id.isdecimal()):
        return None
    base, site = f"{_API}/{quoted(board)}/jobs", board.lower()
    return Match(GREENHOUSE, site, job_id, f"{base}/{job_id or ''}?pay_transparency=true", base)


def _read(body: bytes, _: Match) -> Fields | None:
    job = parse_bytes(body)
    if not isinstance(job, dict) or not (title := name(job.get("title"))):
        return None
    location = _location(job)
    said = places.line(at(job, "location", "name"))
    return known(
        job_title=title,
        company_name=name(job.get("company_name")),
        job_description=job.get("content"),
        application_url=absolute(job.get("absolute_url")),
        location=location,
        is_remote=remote_in(said, title),
        posted_at=dates.moment(job.get("first_published")),
        valid_through=dates.moment(job.get("application_deadline"), is_end=True),
        **_pay(job).fields(),
    )


def _location(job: dict[str, Any]) -> str | None:
    """The location's name may say no more than `Hybrid`: then the offices tell where that is."""
    said = places.line(at(job, "location", "name"))
    if said and not places.is_workplace(said):
        return said
    offices = (
        places.line(office.get("location")) or places.line(office.get("name")) for office in things(job.get("offices"))
    )
    return places.several(office if not places.is_workplace(office) else None for office in offices) or said


def _pay(job: dict[str, Any]) -> Salary:
    """All ranges of the first one's currency together; amounts are in hundredths of it."""
    ranges = things(job.get("pay_input_ranges"))
    if not ranges:
        return Salary()
    currency = ranges[0].get("currency_type")
    same = [pay for pay in ranges if pay.get("currency_type") == currency]
    least = [pay["min_cents"] for pay in same if isinstance(pay.get("min_cents"), int)]
    most = [pay["max_cents"] for pay in same if isinstance(pay.get("max_cents"), int)]
    unit = period_of(f"{ranges[0].get('title')} {ranges[0].get('blurb')}")
    return salary(min(least, default=0) / 100, max(most, default=0) / 100, currency, unit)


def _candidates(body: bytes, match: Match) -> list[Candidate]:
    found = []
    for job in things(at(parse_bytes(body), "jobs")):
        title, url = name(job.get("title")), absolute(job.get("absolute_url"))
        if title and url and job.get("id"):
            found.append(Candidate(title, url, _location(job), match.key_of(job["id"])))
    return found


GREENHOUSE = Board("greenhouse", _match, _read, _candidates, embedded=_embedded)
