"""What a page says about itself for previews: OpenGraph, and the meta tags beside it."""

from selectolax.lexbor import LexborHTMLParser

from scraping import titles
from scraping.normalise import name
from scraping.schema_org import Fields

# Sites that host other companies' postings: their name is not an employer's.
_HOSTS = frozenset(
    {
        "linkedin", "indeed", "glassdoor", "greenhouse", "lever", "ashby", "workable", "smartrecruiters", "recruitee",
        "personio", "teamtailor", "bamboohr", "workday", "monster", "stepstone", "xing", "ziprecruiter", "wellfound",
        "jobvite", "icims", "facebook", "twitter", "medium",
    }
)  # fmt: skip
MAX_TAGS = 500


def tags(tree: LexborHTMLParser) -> dict[str, str]:
    """The content of the meta tags by their property or name in lower case, the first of each."""
    found: dict[str, str] = {}
    for node in tree.css("meta[content]")[:MAX_TAGS]:
        given = node.attributes
        key = (given.get("property") or given.get("name") or "").strip().lower()
        if key and (content := (given.get("content") or "").strip()):
            found.setdefault(key, content[:20_000])
    return found


def fields_of(found: dict[str, str]) -> Fields:
    """Role, company and a description in short."""
    title = found.get("og:title") or found.get("twitter:title") or ""
    fields: Fields = dict(titles.likely(title)) if title else {}
    site = name(found.get("og:site_name"))
    if site and site.lower().split(".")[0] not in _HOSTS:
        # `Platform Engineer - Berlin` on Acme's site is not a posting of a company called Berlin.
        if fields.get("company_name") != site and not titles.certain(title):
            fields |= {"job_title": name(_without(title, site))} if title else {}
        fields["company_name"] = site
    if description := found.get("og:description") or found.get("twitter:description") or found.get("description"):
        fields["job_description"] = description
    return {key: value for key, value in fields.items() if value}


def _without(title: str, site: str) -> str:
    for mark in (" at ", " @ ", " - ", " \u2013 ", " \u2014 ", " | "):
        if title.endswith(mark + site):
            return title[: -len(mark + site)]
    return title
