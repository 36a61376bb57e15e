"""BambooHR: `{tenant}.bamboohr.com/careers/{id}`."""

from typing import Any

from scraping import dates, places
from scraping.boards.board import Address, Board, Match, at, known, things
from scraping.loose_json import parse_bytes
from scraping.normalise import address as absolute
from scraping.normalise import company_from_site, job_type_of, name, remote_in
from scraping.posting import Candidate
from scraping.salary import Salary, salary_in
from scraping.schema_org import Fields


def _match(page: Address) -> Match | None:
    tenant = page.subdomain("bamboohr.com")
    if not tenant or page.at(0) not in ("careers", "jobs"):
        return None
    posting_id = page.query.get("id", "") if page.at(0) == "jobs" else page.at(1)
    base = f"https://{page.host}/careers"
    listing, parts = f"{base}/list", {"base": base}
    if not posting_id.isdecimal():
        return Match(BAMBOOHR, tenant, None, listing, listing, parts)
    return Match(BAMBOOHR, tenant, posting_id, f"{base}/{posting_id}/detail", listing, parts)


def _read(body: bytes, match: Match) -> Fields | None:
    answer = parse_bytes(body)
    job = at(answer, "result", "jobOpening") or at(answer, "result")
    if not isinstance(job, dict) or not (title := name(job.get("jobOpeningName"))):
        return None
    pay = job.get("compensation")
    return known(
        job_title=title,
        company_name=company_from_site(match.site),
        job_description=job.get("description"),
        application_url=absolute(job.get("jobOpeningShareUrl")) or f"{match.parts['base']}/{match.id}",
        job_type=job_type_of(job.get("employmentStatusLabel")),
        location=_location(job),
        is_remote=_is_remote(job, title),
        posted_at=dates.moment(job.get("datePosted")),
        **(salary_in(pay) if isinstance(pay, str) else Salary()).fields(),
    )


def _is_remote(job: dict[str, Any], title: str) -> bool | None:
    flag = job.get("isRemote")
    return flag if isinstance(flag, bool) else remote_in(places.line(job.get("location")), title)


def _location(job: dict[str, Any]) -> str | None:
    """An address in parts, in one of two places, or a text."""
    if text := places.line(job.get("location")):
        return text
    for place in (job.get("location"), job.get("atsLocation")):
        parts = (at(place, "city"), at(place, "state"), at(place, "addressCountry") or at(place, "country"))
        if found := places.joined(parts):
            return found
    return None


def _candidates(body: bytes, match: Match) -> list[Candidate]:
    found = []
    for job in things(at(parse_bytes(body), "result")):
        title, posting_id = name(job.get("jobOpeningName")), places.line(job.get("id"))
        if title and posting_id and posting_id.isdecimal():
            url = f"{match.parts['base']}/{posting_id}"
            found.append(Candidate(title, url, _location(job), match.key_of(posting_id)))
    return found


BAMBOOHR = Board("bamboohr", _match, _read, _candidates)
