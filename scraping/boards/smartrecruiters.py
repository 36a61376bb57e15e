"""SmartRecruiters: `jobs.smartrecruiters.com/{company}/{id}-{slug}`."""

from typing import Any

from scraping import dates, places
from scraping.boards.board import Address, Board, Match, at, known, quoted, things
from scraping.loose_json import parse_bytes
from scraping.normalise import address as absolute
from scraping.normalise import company_from_site, job_type_of, name, remote_in
from scraping.posting import Candidate
from scraping.schema_org import Fields

_HOSTS = frozenset({"jobs.smartrecruiters.com", "careers.smartrecruiters.com"})
_SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


def _match(page: Address) -> Match | None:
    if page.host == "api.smartrecruiters.com" and page.path[:2] == ("v1", "companies"):
        return _of(page.at(2), page.at(4) or None)
    if page.host not in _HOSTS:
        return None
    posting_id = page.at(1).split("-")[0]
    return _of(page.at(0), posting_id if posting_id.isalnum() and any(map(str.isdecimal, posting_id)) else None)


def _of(company: str, posting_id: str | None) -> Match | None:
    if not company:
        return None
    base = f"https://api.smartrecruiters.com/v1/companies/{quoted(company)}/postings"
    api = f"{base}/{quoted(posting_id or '')}"
    return Match(SMARTRECRUITERS, company.lower(), posting_id, api, f"{base}?limit=100", {"company": company})


def _read(body: bytes, match: Match) -> Fields | None:
    job = parse_bytes(body)
    if not isinstance(job, dict) or not (title := name(job.get("name"))):
        return None
    flag, location = at(job, "location", "remote"), _location(job)
    return known(
        job_title=title,
        company_name=name(at(job, "company", "name")) or company_from_site(match.parts["company"]),
        job_description=_description(at(job, "jobAd", "sections")),
        application_url=absolute(job.get("applyUrl")) or absolute(job.get("postingUrl")),
        job_type=job_type_of(at(job, "typeOfEmployment", "label") or at(job, "typeOfEmployment", "id")),
        location=location,
        is_remote=_is_remote(flag, at(job, "location", "hybrid"), title),
        posted_at=dates.moment(job.get("releasedDate")),
    )


def _is_remote(flag: Any, hybrid: Any, title: str) -> bool | None:
    if hybrid is True:
        return False
    return flag if isinstance(flag, bool) else remote_in(title)


def _location(job: dict[str, Any]) -> str | None:
    place = job.get("location")
    country = places.line(at(place, "country"))
    parts = (at(place, "city"), at(place, "region"), country.upper() if country else None)
    return places.line(at(place, "fullLocation")) or places.joined(parts)


def _description(sections: Any) -> str | None:
    """The sections in their order on the page, each under its title."""
    found = ""
    for key in _SECTIONS:
        text, title = at(sections, key, "text"), places.line(at(sections, key, "title"))
        if isinstance(text, str) and text.strip():
            found += f"<h3>{title}</h3>{text}" if title else text
    return found or None


def _candidates(body: bytes, match: Match) -> list[Candidate]:
    """An unknown company may be answered like one without postings."""
    company, found = match.parts["company"], []
    for job in things(at(parse_bytes(body), "content")):
        if (title := name(job.get("name"))) and (posting_id := places.line(job.get("id"))):
            url = f"https://jobs.smartrecruiters.com/{quoted(company)}/{quoted(posting_id)}"
            found.append(Candidate(title, url, _location(job), match.key_of(posting_id)))
    return found


SMARTRECRUITERS = Board("smartrecruiters", _match, _read, _candidates)
