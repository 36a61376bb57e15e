"""A JobPosting of schema.org, from JSON-LD or microdata, as the fields of a posting."""

from typing import Any

from scraping import dates, places
from scraping.markdown import as_html
from scraping.normalise import address, job_type_of, name, remote_in
from scraping.salary import Salary, salary, salary_in

Fields = dict[str, Any]


def is_posting(thing: dict[str, Any]) -> bool:
    """Whether the thing's type is JobPosting, written alone, in a list or as an address."""
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.rstrip("/").rsplit("/", 1)[-1] == "JobPosting" for kind in kinds[:10])


def fields_of(thing: dict[str, Any], base: str) -> Fields:
    """What the posting says, by the names of a posting's fields, unknown ones left out; descriptions still as HTML."""
    title = name(first(thing.get("title")) or first(thing.get("name")))
    location = places.place_of(thing.get("jobLocation"))
    is_remote = _is_remote(thing, title, location)
    found = {
        "job_title": title,
        "company_name": _organisation(thing.get("hiringOrganization")),
        "job_description": _description(thing),
        "application_url": _application_url(thing, base),
        "job_type": job_type_of(thing.get("employmentType")),
        "location": location or places.place_of(thing.get("applicantLocationRequirements")),
        "is_remote": is_remote,
        "posted_at": dates.moment(first(thing.get("datePosted"))),
        "valid_through": dates.moment(first(thing.get("validThrough")), is_end=True),
        **_salary(first(thing.get("baseSalary")) or first(thing.get("estimatedSalary")), thing).fields(),
    }
    return {key: value for key, value in found.items() if value is not None}


def first(value: Any) -> Any:
    """A value, or the first of a list of them; of a language-tagged value its text."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and "@value" in value:
        value = value["@value"]
    return value


def _is_remote(thing: dict[str, Any], title: str | None, location: str | None) -> bool | None:
    kinds = thing.get("jobLocationType")
    said = remote_in(*(kinds if isinstance(kinds, list) else [kinds])[:5])
    return said if said is not None else remote_in(title, location)


def _organisation(value: Any) -> str | None:
    value = first(value)
    if isinstance(value, dict):
        return name(first(value.get("name"))) or name(first(value.get("legalName")))
    return None if address(value) else name(value)


def _description(thing: dict[str, Any]) -> str | None:
    """The description, and what it leaves to fields of their own."""
    text = first(thing.get("description"))
    found = text if isinstance(text, str) else ""
    for key, heading in (("responsibilities", "Responsibilities"), ("qualifications", "Qualifications")):
        more = first(thing.get(key))
        if isinstance(more, str) and more.strip() and more.strip() not in found:
            found = f"{as_html(found)}<h3>{heading}</h3>{as_html(more)}"
    return found or None


def _application_url(thing: dict[str, Any], base: str) -> str | None:
    contact = first(thing.get("applicationContact"))
    action = first(thing.get("potentialAction"))
    target = first(action.get("target")) if isinstance(action, dict) else None
    target = first(target.get("urlTemplate") or target.get("url")) if isinstance(target, dict) else target
    url = first(contact.get("url")) if isinstance(contact, dict) else None
    return address(target, base) or address(url, base)


def _salary(value: Any, thing: dict[str, Any]) -> Salary:
    if isinstance(value, str):
        found = salary_in(value)
        return found if found.currency else salary(found.least, found.most, thing.get("salaryCurrency"), value)
    if isinstance(value, int | float):
        return salary(value, value, thing.get("salaryCurrency"))
    if not isinstance(value, dict):
        return Salary()
    currency = value.get("currency") or value.get("salaryCurrency") or thing.get("salaryCurrency")
    inner = first(value.get("value"))
    if not isinstance(inner, dict):
        inner = {**value, "value": inner}
    least, most, one = (first(inner.get(key)) for key in ("minValue", "maxValue", "value"))
    unit = inner.get("unitText") or inner.get("unitCode") or value.get("unitText") or value.get("duration")
    if least is None and most is None and isinstance(one, str):
        stated = salary_in(one)
        least, most = stated.least, stated.most
        currency, unit = currency or stated.currency, unit or stated.period
    elif least is None and most is None:
        least = most = one
    return salary(least, most, currency or inner.get("currency"), unit)
