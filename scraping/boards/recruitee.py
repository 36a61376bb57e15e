"""Recruitee: `{slug}.recruitee.com/o/{offer}`, and the same pages on employers' own hosts."""

from typing import Any

from scraping import dates, places
from scraping.boards.board import Address, Board, Match, at, known, things
from scraping.loose_json import parse_bytes
from scraping.normalise import address as absolute
from scraping.normalise import company_from_site, job_type_of, name, remote_in
from scraping.posting import Candidate
from scraping.salary import salary
from scraping.schema_org import Fields


def _match(page: Address) -> Match | None:
    slug = page.subdomain("recruitee.com")
    return _of(page, slug) if slug and slug not in ("api", "app", "careers") else None


def _embedded(page: Address, text: str) -> Match | None:
    """On a host of the employer's the paths are the same, and the page's scripts come from Recruitee."""
    return _of(page, page.host) if page.at(0) == "o" and page.at(1) and "recruitee" in text else None


def _of(page: Address, site: str) -> Match | None:
    # A language may stand before: `/en/o/{offer}`.
    path = page.path[1:] if page.at(1) == "o" else page.path
    offer = path[1] if len(path) > 1 and path[0] == "o" else None
    api = f"https://{page.host}/api/offers/"
    return Match(RECRUITEE, site, offer, api, api)


def _read(body: bytes, match: Match) -> Fields | None:
    offers = things(at(parse_bytes(body), "offers"))
    job = next((job for job in offers if match.id in (job.get("slug"), str(job.get("id")))), None)
    if job is None or not (title := name(job.get("title"))):
        return None
    pay = job.get("salary")
    return known(
        job_title=title,
        company_name=name(job.get("company_name")) or company_from_site(match.site.split(".")[0]),
        job_description=_description(job),
        application_url=absolute(job.get("careers_apply_url")) or absolute(job.get("careers_url")),
        job_type=job_type_of(job.get("employment_type_code")),
        location=_location(job),
        is_remote=_is_remote(job, title),
        posted_at=dates.moment(job.get("published_at")),
        valid_through=dates.moment(job.get("close_at"), is_end=True),
        **salary(at(pay, "min"), at(pay, "max"), at(pay, "currency"), at(pay, "period")).fields(),
    )


def _is_remote(job: dict[str, Any], title: str) -> bool | None:
    if job.get("hybrid") is True:
        return False
    flag = job.get("remote")
    return flag if isinstance(flag, bool) else remote_in(title)


def _location(job: dict[str, Any]) -> str | None:
    if place := places.line(job.get("location")):
        return place
    found = things(job.get("locations"))
    return places.several(
        places.joined(item.get(key) for key in ("city", "state", "country")) or places.line(item.get("name"))
        for item in found[:20]
    )


def _description(job: dict[str, Any]) -> str | None:
    text, more = job.get("description"), job.get("requirements")
    if isinstance(text, str) and isinstance(more, str) and more.strip():
        return f"{text}<h3>Requirements</h3>{more}"
    return text if isinstance(text, str) else None


def _candidates(body: bytes, match: Match) -> list[Candidate]:
    found = []
    for job in things(at(parse_bytes(body), "offers")):
        title, url = name(job.get("title")), absolute(job.get("careers_url"))
        if title and url and (offer := places.line(job.get("slug")) or places.line(job.get("id"))):
            found.append(Candidate(title, url, _location(job), match.key_of(offer)))
    return found


RECRUITEE = Board("recruitee", _match, _read, _candidates, embedded=_embedded)
