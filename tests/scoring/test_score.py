"""The hash that tells whether a score is still that of its inputs."""

from dataclasses import fields, replace
from typing import Any

import pytest

from scoring.score import Candidate, Opening, Preferences, inputs_hash

CANDIDATE, OPENING = Candidate("Cook", "I cook."), Opening("Chef", "Ritz", "Cook here.")


def test_equal_inputs_have_one_hash() -> None:
    found = inputs_hash(CANDIDATE, OPENING, "1")
    assert found == inputs_hash(replace(CANDIDATE), replace(OPENING), "1")
    assert len(found) == 64
    assert found != inputs_hash(CANDIDATE, OPENING, "2")


@pytest.mark.parametrize("given", [CANDIDATE, OPENING, Preferences()], ids=["candidate", "opening", "preferences"])
def test_every_field_changes_the_hash(given: Any) -> None:
    hashes = {inputs_hash(CANDIDATE, OPENING, "1")}
    for field in fields(given):
        before = getattr(given, field.name)
        value = Preferences(remote="no") if isinstance(before, Preferences) else not before
        changed = replace(given, **{field.name: value})
        person = changed if isinstance(given, Candidate) else CANDIDATE
        person = replace(CANDIDATE, preferences=changed) if isinstance(given, Preferences) else person
        hashes.add(inputs_hash(person, changed if isinstance(given, Opening) else OPENING, "1"))
    assert len(hashes) == len(fields(given)) + 1
