"""Lever: `jobs.lever.co/{site}/{id}`, in Europe `jobs.eu.lever.co`; its answers name no company."""

from typing import Any

from scraping import dates, places
from scraping.boards.board import Address, Board, Match, at, known, quoted, things
from scraping.loose_json import parse_bytes
from scraping.markdown import as_html
from scraping.normalise import address as absolute
from scraping.normalise import company_from_site, job_type_of, name, remote_in, workplace
from scraping.posting import Candidate
from scraping.salary import salary
from scraping.schema_org import Fields

_APIS = {"jobs.lever.co": "api.lever.co", "jobs.eu.lever.co": "api.eu.lever.co"}
_APIS |= {api: api for api in _APIS.values()}


def _match(page: Address) -> Match | None:
    if not (api := _APIS.get(page.host)):
        return None
    path = page.path[2:] if page.path[:2] == ("v0", "postings") else page.path
    site, posting_id = (*path, "", "")[:2]
    if not site:
        return None
    base = f"https://{api}/v0/postings/{quoted(site)}"
    return Match(LEVER, site, posting_id or None, f"{base}/{quoted(posting_id)}?mode=json", f"{base}?mode=json")


def _read(body: bytes, match: Match) -> Fields | None:
    job = parse_bytes(body)
    if not isinstance(job, dict) or not (title := name(job.get("text"))):
        return None
    pay = job.get("salaryRange")
    said = workplace(job.get("workplaceType"))
    location = _location(job)
    return known(
        job_title=title,
        company_name=company_from_site(match.site),
        job_description=_description(job),
        application_url=absolute(job.get("applyUrl")) or absolute(job.get("hostedUrl")),
        job_type=job_type_of(at(job, "categories", "commitment")),
        location=location,
        is_remote=said if said is not None else remote_in(location, title),
        posted_at=dates.moment(job.get("createdAt")),
        **salary(at(pay, "min"), at(pay, "max"), at(pay, "currency"), at(pay, "interval")).fields(),
    )


def _location(job: dict[str, Any]) -> str | None:
    everywhere = at(job, "categories", "allLocations")
    several = places.several(places.line(place) for place in everywhere[:20]) if isinstance(everywhere, list) else None
    return several or places.line(at(job, "categories", "location"))


def _description(job: dict[str, Any]) -> str:
    """Requirements and the like are in lists of their own, and what is said last in `additional`."""
    start = job.get("description") or job.get("descriptionPlain")
    end = job.get("additional") or job.get("additionalPlain")
    lists = [
        f"<h3>{part.get('text') or ''}</h3><ul>{part.get('content') or ''}</ul>" for part in things(job.get("lists"))
    ]
    parts = (as_html(start) if isinstance(start, str) else "", *lists, as_html(end) if isinstance(end, str) else "")
    return "".join(parts)


def _candidates(body: bytes, match: Match) -> list[Candidate]:
    found = []
    for job in things(parse_bytes(body)):
        title, url = name(job.get("text")), absolute(job.get("hostedUrl"))
        if title and url and job.get("id"):
            found.append(Candidate(title, url, _location(job), match.key_of(job["id"])))
    return found


LEVER = Board("lever", _match, _read, _candidates)
