"""The data files: enough skills, no alias twice, every parent known, no circles."""

from collections import Counter
from pathlib import Path

import pytest

from scoring import lexicon as module
from scoring.lexicon import Entry, lexicon
from scoring.text import plain, singular, words

FAMILIES = {
    "data", "design", "education", "finance", "general", "health", "law", "marketing", "operations", "product", "sales",
    "software", "trades",
}  # fmt: skip


def entry(name: str, kind: str = "skill") -> Entry:
    return lexicon().entries[kind, name]


def test_there_are_skills_of_every_family() -> None:
    found = Counter(skill.family for skill in lexicon().of("skill"))
    assert set(found) == FAMILIES
    assert sum(found.values()) >= 1_500
    assert min(count for family, count in found.items() if family != "general") >= 80


def test_no_two_entries_share_an_alias() -> None:
    entries = lexicon().entries.values()
    owners: dict[tuple[bool, str], list[str]] = {}
    for found in entries:
        for alias in found.aliases:
            spelling = " ".join(map(singular, words(plain(alias.lstrip("=~")))))
            owners.setdefault((found.kind == "role", spelling), []).append(found.name)
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}
    assert all(spelling for _, spelling in owners)


def test_no_name_stands_twice() -> None:
    lines = [
        line.split(" | ")[0].removeprefix("-")
        for path in (module.DATA / "skills").glob("*.txt")
        for line in path.read_text().splitlines()
        if line and line[0] not in "#@"
    ]
    assert [name for name, count in Counter(lines).items() if count > 1] == []


def test_parents_are_known_and_nothing_implies_itself() -> None:
    for found in lexicon().entries.values():
        assert found not in found.above, found.name
        assert {parent.name for parent in found.above} >= set(found.parents), found.name


def test_what_implies_what() -> None:
    assert {skill.name for skill in entry("Django REST Framework").above} == {
        "Django", "Python", "Backend development", "REST APIs",
    }  # fmt: skip
    assert entry("JavaScript") in entry("Next.js").above
    assert entry("Software engineer", "role") in entry("Python developer", "role").above
    assert entry("Welding").below == 4


def test_general_skills_weigh_less() -> None:
    assert [entry(name).weight for name in ("Python", "Communication", "German")] == [1.0, 0.25, 0.5]


@pytest.mark.parametrize(
    ("skills", "complaint"),
    [
        ("One | same\nTwo | Same", "'Same' stands for 'One' and for 'Two'"),
        ("One | > Three", "'One' cannot imply 'Three'"),
        ("One | > Two\nTwo | > One", "'One' cannot imply 'One'"),
    ],
)
def test_wrong_data_are_refused(skills: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "skills").mkdir()
    (tmp_path / "skills" / "own.txt").write_text(f"# A comment.\n{skills}\n")
    for name in ("roles.txt", "cues.txt"):
        (tmp_path / name).touch()
    monkeypatch.setattr(module, "DATA", tmp_path)
    with pytest.raises(ValueError, match=complaint):
        lexicon.__wrapped__()
