"""Licences and languages that are demanded and missing: the cap, and what says so."""

from dataclasses import replace

import pytest

from scoring import local
from scoring.demands import demandable
from scoring.score import Candidate, Opening, Part

NURSE = Candidate(
    headline="Staff nurse",
    resume_text="Staff nurse, St Anne (2018 to now)\nPatient care on a surgical ward, wound care, medication.",
    skills=("patient care", "wound care"),
    years_experience=6,
)
WARD = Opening(
    job_title="Staff Nurse",
    company_name="St Bride",
    job_description=(
        "A surgical ward with wound care and patient care.\n"
        "Requirements\n- Patient care and wound care on a surgical ward\n- NMC registration as an adult nurse"
    ),
)
CLERK = Candidate(headline="Office clerk", resume_text="Office clerk. Filing, invoices, English and French.")


def office(text: str) -> Opening:
    return Opening("Office clerk", job_description=f"You file invoices and letters for our small office.\n{text}")


def demanded(text: str) -> dict[str, str]:
    """What is demanded, with the sentence that does."""
    return {entry.name: sentence.text for entry, sentence in local.prepare(office(text)).demands.items()}


def test_without_the_licence_that_is_demanded_nothing_makes_up_for_it() -> None:
    found = local.score(NURSE, WARD)
    assert (found.score, found.parts[-1]) == (40, Part("demands", 0.0, 0.0, -51))
    assert sum(part.contribution for part in found.parts) == found.score
    assert found.reasoning.startswith("A partial match (40 of 100).")
    assert found.reasoning.endswith(
        "Demanded and not shown, so that it is 40 at most: RN license (“NMC registration as an adult nurse”)."
    )


def test_with_the_licence_it_counts_whole() -> None:
    found = local.score(replace(NURSE, skills=(*NURSE.skills, "NMC registration")), WARD)
    assert [part.name for part in found.parts] == list(local.WEIGHTS)
    assert "Demanded" not in found.reasoning


def test_a_score_below_the_cap_says_it_as_well() -> None:
    found = local.score(CLERK, WARD)
    assert found.parts[-1] == Part("demands", 0.0, 0.0, 0)
    assert "Demanded and not shown" in found.reasoning


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Requirements\n- German at B2 or better", {"German": "German at B2 or better"}),
        ("You speak fluent German with our customers.", {"German": "You speak fluent German with our customers."}),
        ("Spanish is mandatory here.", {"Spanish": "Spanish is mandatory here."}),
        ("Requirements\n- Dutch and English", {"Dutch": "Dutch and English"}),
        ("Requirements\n- German or English", {}),
        ("Requirements\n- German", {}),
        ("Requirements\n- German is a plus", {}),
        ("Requirements\n- German is not required", {}),
        ("Requirements\n- RN license, or the ability to obtain it", {}),
        ("Requirements\n- A driving licence and a car", {}),
        ("Nice to have\n- German at B2 or better", {}),
        ("Our customers speak German and Dutch.", {}),
    ],
)
def test_what_is_demanded(text: str, expected: dict[str, str]) -> None:
    assert demanded(text) == expected


def test_of_several_languages_one_is_enough() -> None:
    either = office("Requirements\n- French or Dutch for our customers")
    assert local.prepare(either).demands.keys() == {e for e in demandable() if e.name in ("French", "Dutch")}
    assert "Demanded" not in local.score(CLERK, either).reasoning
    without = replace(CLERK, resume_text="Office clerk. Invoices and English.")
    assert "Demanded" in local.score(without, either).reasoning


def test_who_names_no_language_is_not_said_to_lack_one() -> None:
    german = office("Requirements\n- German at B2 or better")
    assert "Demanded and not shown" in local.score(CLERK, german).reasoning
    silent = local.score(replace(CLERK, resume_text="Office clerk. Filing and invoices."), german)
    assert [part.name for part in silent.parts] == list(local.WEIGHTS)
    assert "Demanded" not in silent.reasoning
