"""Workable: `apply.workable.com/{slug}/j/{code}`; one answer has the whole board with all descriptions."""

from typing import Any

from scraping import dates, places
from scraping.boards.board import Address, Board, Match, at, known, quoted, things
from scraping.loose_json import parse_bytes
from scraping.normalise import address as absolute
from scraping.normalise import company_from_site, job_type_of, name, remote_in
from scraping.posting import Candidate
from scraping.schema_org import Fields


def _match(page: Address) -> Match | None:
    if page.host == "apply.workable.com":
        if page.path[:4] == ("api", "v1", "widget", "accounts"):
            return _of(page.at(4), None)
        # `/j/{code}` alone does not say whose it is.
        return None if page.at(0) in ("j", "api") else _of(page.at(0), page.at(2) if page.at(1) == "j" else None)
    slug = page.subdomain("workable.com")
    return _of(slug, page.at(1) if page.at(0) in ("j", "jobs") else None) if slug and slug != "jobs" else None


def _of(slug: str, code: str | None) -> Match | None:
    if not slug:
        return None
    api = f"https://apply.workable.com/api/v1/widget/accounts/{quoted(slug)}?details=true"
    return Match(WORKABLE, slug.lower(), code.upper() if code else None, api, api)


def _read(body: bytes, match: Match) -> Fields | None:
    board = parse_bytes(body)
    jobs = things(at(board, "jobs"))
    job = next((job for job in jobs if str(job.get("shortcode")).upper() == match.id), None)
    if job is None or not (title := name(job.get("title"))):
        return None
    flag, location = job.get("telecommuting"), _location(job)
    return known(
        job_title=title,
        company_name=name(at(board, "name")) or company_from_site(match.site),
        job_description=job.get("description"),
        application_url=absolute(job.get("application_url")) or absolute(job.get("url")),
        job_type=job_type_of(job.get("employment_type")),
        location=location,
        is_remote=flag if isinstance(flag, bool) else remote_in(location, title),
        posted_at=dates.moment(job.get("published_on") or job.get("created_at")),
    )


def _location(job: dict[str, Any]) -> str | None:
    return places.joined(job.get(part) for part in ("city", "state", "country"))


def _candidates(body: bytes, match: Match) -> list[Candidate]:
    found = []
    for job in things(at(parse_bytes(body), "jobs")):
        title, url = name(job.get("title")), absolute(job.get("url"))
        if title and url and (code := places.line(job.get("shortcode"))):
            found.append(Candidate(title, url, _location(job), match.key_of(code.upper())))
    return found


WORKABLE = Board("workable", _match, _read, _candidates)
