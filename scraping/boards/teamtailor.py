"""Teamtailor: `{slug}.teamtailor.com/jobs/{id}-{slug}`; the board is an RSS feed."""

import re

from scraping import dates, places
from scraping.boards.board import XML, Address, Board, Match, known
from scraping.loose_xml import Element, parse
from scraping.normalise import address as absolute
from scraping.normalise import company_from_site, name, remote_in
from scraping.posting import Candidate
from scraping.schema_org import Fields

_ID = re.compile(r"/jobs/(\d+)")
# How the feed says where the work is done.
_REMOTE = {"none": False, "hybrid": False, "temporary": False, "fully": True}


def _match(page: Address) -> Match | None:
    slug = page.subdomain("teamtailor.com")
    if not slug or slug in ("app", "career", "api"):
        return None
    # A language may stand before: `/en-GB/jobs/{id}`.
    found = _ID.search("/" + "/".join(page.path))
    feed = f"https://{page.host}/jobs.rss"
    return Match(TEAMTAILOR, slug, found[1] if found else None, feed, feed)


def _items(body: bytes) -> tuple[Element, list[Element]]:
    root = parse(body) or Element("rss")
    return next(iter(root.all("channel")), root), root.all("channel", "item")


def _read(body: bytes, match: Match) -> Fields | None:
    channel, items = _items(body)
    job = next((job for job in items if _id(job) == match.id), None)
    if job is None or not (title := name(job.value("title"))):
        return None
    location = _location(job)
    said = _REMOTE.get((job.value("remoteStatus") or "").lower())
    return known(
        job_title=title,
        company_name=name(job.value("company_name") or channel.value("title")) or company_from_site(match.site),
        job_description=job.value("description"),
        application_url=absolute(job.value("link")),
        location=location,
        is_remote=said if said is not None else remote_in(location, title),
        posted_at=dates.moment(job.value("pubDate")),
    )


def _id(job: Element) -> str | None:
    found = _ID.search(job.value("link") or "")
    return found[1] if found else None


def _location(job: Element) -> str | None:
    found = [*job.all("locations", "location"), job]
    return places.several(places.joined((place.value("city"), place.value("country"))) for place in found)


def _candidates(body: bytes, match: Match) -> list[Candidate]:
    found = []
    for job in _items(body)[1]:
        title, url, posting_id = name(job.value("title")), absolute(job.value("link")), _id(job)
        if title and url and posting_id:
            found.append(Candidate(title, url, _location(job), match.key_of(posting_id)))
    return found


TEAMTAILOR = Board("teamtailor", _match, _read, _candidates, accept=XML)
