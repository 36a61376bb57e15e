"""Findings from several sources put together: the better source wins, and every field has the form of a job's."""

from datetime import datetime
from typing import Any

from core import clock
from scraping.markdown import as_html, sanitised, to_markdown
from scraping.normalise import address, name
from scraping.places import line, several
from scraping.posting import FOUND_FIELDS, Extraction, Posting, Provenance
from scraping.schema_org import Fields

Layers = list[tuple[Provenance, Fields]]
_SALARY = ("salary_min", "salary_max", "salary_currency", "salary_period")


def assemble(url: str, layers: Layers, *, key: str | None = None, expired: bool = False) -> Extraction:
    """The posting of the layers, best first. Amounts, currency and period of a salary come from one of them only."""
    values: dict[str, Any] = {}
    provenance: dict[str, Provenance] = {}
    if source := address(url):
        layers = [*layers, (Provenance.USER, {"source_url": source})]
    for origin, fields in layers:
        is_paid_already = "salary_min" in values or "salary_max" in values
        for field, value in fields.items():
            if field == "job_description" or field in values or (is_paid_already and field in _SALARY):
                continue
            if (fitting := _fitting(field, value)) is not None:
                values[field], provenance[field] = fitting, origin
    snapshot = _describe(layers, values, provenance)
    ends = values.get("valid_through")
    return Extraction(
        posting=Posting(**values, key=key),
        provenance={field: provenance[field] for field in FOUND_FIELDS if field in provenance},
        missing=[field for field in FOUND_FIELDS if field not in values],
        expired=expired or (isinstance(ends, datetime) and ends < clock.now()),
        snapshot_html=snapshot,
    )


def _describe(layers: Layers, values: dict[str, Any], provenance: dict[str, Provenance]) -> str:
    """Adds the first description that says something; its sanitised markup."""
    for origin, fields in layers:
        text = fields.get("job_description")
        if not isinstance(text, str):
            continue
        clean = sanitised(as_html(text[:300_000]))
        if markdown := to_markdown(clean):
            values["job_description"], provenance["job_description"] = markdown, origin
            return clean
    return ""


def _fitting(field: str, value: Any) -> Any:
    if field in ("company_name", "job_title"):
        return name(value)
    if field == "location":
        return several([line(value)]) or ((line(value) or "")[:255] or None)
    return value
