"""Workday: `{tenant}.wd1.myworkdayjobs.com/{locale}/{site}/job/{place}/{title}_{id}`; lists are for POST only."""

import re

from scraping import dates, places
from scraping.boards.board import Address, Board, Match, at, known, quoted
from scraping.loose_json import parse_bytes
from scraping.normalise import address as absolute
from scraping.normalise import company_from_site, job_type_of, name, remote_in, workplace
from scraping.posting import Candidate
from scraping.schema_org import Fields

_HOST = re.compile(r"([a-z0-9_-]+)\.wd\d{1,4}\.myworkdayjobs\.com")
_LOCALE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")


def _match(page: Address) -> Match | None:
    if not (host := _HOST.fullmatch(page.host)):
        return None
    path = page.path[3:] if page.path[:2] == ("wday", "cxs") else page.path
    if page.path[:2] == ("wday", "cxs"):
        path = (page.at(3), *page.path[4:])
    elif path and _LOCALE.fullmatch(path[0]):
        path = path[1:]
    if not path:
        return None
    tenant, site, rest = host[1], path[0], path[1:]
    base = f"https://{page.host}/wday/cxs/{quoted(tenant)}/{quoted(site)}"
    if not rest[1:] or rest[0] not in ("job", "details"):
        return Match(WORKDAY, tenant, None, base, None)
    rest = rest[:-1] if rest[-1].startswith("apply") and rest[2:] else rest
    api = f"{base}/job/{'/'.join(map(quoted, rest[1:]))}"
    return Match(WORKDAY, tenant, rest[-1].rpartition("_")[2], api, None)


def _read(body: bytes, match: Match) -> Fields | None:
    answer = parse_bytes(body)
    job = at(answer, "jobPostingInfo")
    if not isinstance(job, dict) or not (title := name(job.get("title"))):
        return None
    more = job.get("additionalLocations")
    others = [places.line(place) for place in more[:20]] if isinstance(more, list) else []
    location = places.several([places.line(job.get("location")), *others])
    said = workplace(job.get("remoteType"))
    return known(
        job_title=title,
        company_name=name(at(answer, "hiringOrganization", "name")) or company_from_site(match.site),
        job_description=job.get("jobDescription"),
        application_url=absolute(job.get("externalUrl")),
        job_type=job_type_of(job.get("timeType")),
        location=location,
        is_remote=said if said is not None else remote_in(location, title),
        # `postedOn` is a text like `Posted 3 Days Ago`.
        posted_at=dates.moment(job.get("startDate")),
        valid_through=dates.moment(job.get("endDate"), is_end=True),
    )


def _candidates(_body: bytes, _match: Match) -> list[Candidate]:
    return []


WORKDAY = Board("workday", _match, _read, _candidates)
