"""Ashby: `jobs.ashbyhq.com/{board}/{id}`; its interface answers for whole boards only."""

import re
from typing import Any
from urllib.parse import unquote

from scraping import dates, places
from scraping.boards.board import Address, Board, Match, at, known, quoted, things
from scraping.loose_json import parse_bytes
from scraping.normalise import address as absolute
from scraping.normalise import company_from_site, job_type_of, name, remote_in, workplace
from scraping.posting import Candidate
from scraping.salary import Salary, salary, salary_in
from scraping.schema_org import Fields

_EMBEDDED = re.compile(r"jobs\.ashbyhq\.com/([^/\"'\s?<>]{1,100})/embed")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _match(page: Address) -> Match | None:
    if page.host == "api.ashbyhq.com" and page.path[:2] == ("posting-api", "job-board"):
        return _of(page.at(2), None)
    return _of(page.at(0), page.at(1) or None) if page.host == "jobs.ashbyhq.com" else None


def _embedded(page: Address, text: str) -> Match | None:
    """An employer's page names the posting in its address and the board in the script that shows it."""
    found = _EMBEDDED.search(text) if "ashbyhq.com" in text else None
    return _of(unquote(found[1]), page.query.get("ashby_jid")) if found else None


def _of(board: str, job_id: str | None) -> Match | None:
    """Names of boards keep their case and spaces."""
    if not board:
        return None
    api = f"https://api.ashbyhq.com/posting-api/job-board/{quoted(board)}?includeCompensation=true"
    return Match(ASHBY, board, job_id, api, api)


def _read(body: bytes, match: Match) -> Fields | None:
    jobs = things(at(parse_bytes(body), "jobs"))
    job = next((job for job in jobs if job.get("id") == match.id), None)
    if job is None or not (title := name(job.get("title"))):
        return None
    return known(
        job_title=title,
        company_name=company_from_site(match.site),
        job_description=job.get("descriptionHtml") or job.get("descriptionPlain"),
        application_url=absolute(job.get("applyUrl")) or absolute(job.get("jobUrl")),
        job_type=_job_type(job.get("employmentType")),
        location=_location(job),
        is_remote=_is_remote(job),
        posted_at=dates.moment(job.get("publishedAt")),
        **_pay(job.get("compensation")).fields(),
    )


def _job_type(value: Any) -> str | None:
    """Written as one word: `FullTime`."""
    return job_type_of(_CAPITAL.sub(" ", value)) if isinstance(value, str) else None


def _is_remote(job: dict[str, Any]) -> bool | None:
    """The workplace's type is right where it and the flag disagree."""
    said = workplace(job.get("workplaceType"))
    if said is not None:
        return said
    flag = job.get("isRemote")
    return flag if isinstance(flag, bool) else remote_in(places.line(job.get("location")))


def _location(job: dict[str, Any]) -> str | None:
    others = things(job.get("secondaryLocations"))
    return places.several([places.line(job.get("location")), *(places.line(other.get("location")) for other in others)])


def _pay(compensation: Any) -> Salary:
    components = things(at(compensation, "summaryComponents"))
    pay = next((part for part in components if part.get("compensationType") == "Salary"), None)
    if pay is not None:
        return salary(pay.get("minValue"), pay.get("maxValue"), pay.get("currencyCode"), pay.get("interval"))
    summary = at(compensation, "compensationTierSummary")
    return salary_in(summary) if isinstance(summary, str) else Salary()


def _candidates(body: bytes, match: Match) -> list[Candidate]:
    found = []
    for job in things(at(parse_bytes(body), "jobs")):
        title, url = name(job.get("title")), absolute(job.get("jobUrl"))
        if title and url and job.get("id") and job.get("isListed") is not False:
            found.append(Candidate(title, url, _location(job), match.key_of(job["id"])))
    return found


ASHBY = Board("ashby", _match, _read, _candidates, embedded=_embedded)
