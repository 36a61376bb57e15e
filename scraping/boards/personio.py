"""Personio: `{slug}.jobs.personio.de` or `.com`, `/job/{id}`; one XML document has the whole board."""

from scraping import dates, places
from scraping.boards.board import XML, Address, Board, Match, known
from scraping.loose_xml import Element, parse
from scraping.normalise import company_from_site, job_type_of, name, remote_in
from scraping.posting import Candidate
from scraping.schema_org import Fields


def _match(page: Address) -> Match | None:
    slug = page.subdomain("jobs.personio.de", "jobs.personio.com")
    if not slug:
        return None
    posting_id = page.at(1) if page.at(0) == "job" and page.at(1).isdecimal() else None
    feed = f"https://{page.host}/xml?language=en"
    return Match(PERSONIO, slug, posting_id, feed, feed, {"host": page.host})


def _positions(body: bytes) -> list[Element]:
    """Unknown employers are answered with a page of HTML, which has none."""
    root = parse(body)
    return root.all("position") if root else []


def _read(body: bytes, match: Match) -> Fields | None:
    job = next((job for job in _positions(body) if job.value("id") == match.id), None)
    if job is None or not (title := name(job.value("name"))):
        return None
    location = _location(job)
    return known(
        job_title=title,
        company_name=name(job.value("subcompany")) or company_from_site(match.site),
        job_description=_description(job),
        application_url=f"https://{match.parts['host']}/job/{match.id}#apply",
        job_type=_job_type(job),
        location=location,
        is_remote=remote_in(location, title),
        posted_at=dates.moment(job.value("createdAt")),
    )


def _job_type(job: Element) -> str | None:
    """The schedule says it for permanent positions, the kind of contract for all others."""
    kind, schedule = job.value("employmentType"), job.value("schedule")
    said = job_type_of(kind)
    return job_type_of(schedule) or said if said in (None, "full_time") else said


def _location(job: Element) -> str | None:
    offices = [job.value("office"), *(office.text for office in job.all("additionalOffices", "office"))]
    return places.several(places.line(office) for office in offices)


def _description(job: Element) -> str:
    parts = job.all("jobDescriptions", "jobDescription")
    return "".join(
        f"<h3>{part.value('name') or ''}</h3>{part.value('value') or ''}" for part in parts if part.value("value")
    )


def _candidates(body: bytes, match: Match) -> list[Candidate]:
    found = []
    for job in _positions(body):
        title, posting_id = name(job.value("name")), job.value("id")
        if title and posting_id and posting_id.isdecimal():
            url = f"https://{match.parts['host']}/job/{posting_id}"
            found.append(Candidate(title, url, _location(job), match.key_of(posting_id)))
    return found


PERSONIO = Board("personio", _match, _read, _candidates, accept=XML)
