"""The documents say what is so: links lead somewhere, lists are complete, examples are good."""

import json
import re
import tomllib
from dataclasses import fields
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from graphql import parse, validate

from core.settings import Settings
from documents.errors import DocumentCode
from execution.guard import Limits
from models.job import FIELDS
from rest_compat.errors import STATUSES
from schema.engine import LIMITS, WEIGHTS, Engine
from schema.root import schema
from tests.conftest import REPOSITORY
from tests.schema_lint import ACCEPTED

FOREIGN = {".venv", "node_modules", "data"}
DOCUMENTS = sorted(
    path for path in REPOSITORY.rglob("*.md") if not FOREIGN & set(path.relative_to(REPOSITORY).parts)
)  # fmt: skip
README, API = REPOSITORY / "README.md", REPOSITORY / "docs" / "api.md"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`]+)`")


def _id(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@cache
def prose(path: Path) -> str:
    """A document without its code blocks."""
    return _FENCE.sub("", path.read_text())


def fenced(path: Path, language: str) -> list[str]:
    return [body for found, body in _FENCE.findall(path.read_text()) if found == language]


def rows(path: Path, heading: str) -> list[list[str]]:
    """The cells of the table rows in a section, without the table's head."""
    section = re.split(r"^#+ ", prose(path).split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def anchors(path: Path) -> set[str]:
    """What a link to a heading may name, as the common hosts of repositories make it."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(path: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (path.parent / name).resolve() if name else path
    is_inside = target.exists() and target.is_relative_to(REPOSITORY)
    return is_inside and (not anchor or anchor in anchors(target))


@pytest.mark.parametrize("path", DOCUMENTS, ids=_id)
def test_relative_links_lead_somewhere(path: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", prose(path)) if not re.match(r"https?://", link)]
    broken = [link for link in links if not leads_somewhere(path, unquote(link))]
    assert broken == []


def test_every_document_is_in_the_index() -> None:
    index = REPOSITORY / "docs" / "index.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in re.findall(r"\]\(([^)]+)\)", prose(index))}
    ours = [path for path in DOCUMENTS if path != index and path.parent.name != "tests"]
    assert [_id(path) for path in ours if path not in linked] == []


def test_every_setting_is_documented_with_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [name.upper() for name in Settings.model_fields]
    example = dict(re.findall(r"^#([A-Z_]+)=(.*)$", (REPOSITORY / ".env.example").read_text(), re.MULTILINE))
    table = {cells[0].strip("`"): cells[1] for cells in rows(README, "Settings")}
    assert sorted(example) == sorted(table) == sorted(names)
    for name in names:
        monkeypatch.delenv(name, raising=False)
    defaults = Settings(_env_file=None)
    for name, value in example.items():
        default = getattr(defaults, name.lower())
        if not value:
            assert default in (None, (), frozenset()), name
            assert not table[name].startswith("`"), name
            continue
        assert table[name] == f"`{value}`"
        monkeypatch.setenv(name, value)
        assert getattr(Settings(_env_file=None), name.lower()) == default, name


def test_every_direct_dependency_has_a_line() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    wanted = sorted(re.split(r"[<>=;\[ ]", requirement)[0] for group in groups for requirement in group)
    path = REPOSITORY / "docs" / "dependencies.md"
    described = [*rows(path, "What the server needs"), *rows(path, "What development needs")]
    assert sorted(cells[0].strip("`") for cells in described) == wanted
    assert [cells[0] for cells in described if len(cells) != 4 or not cells[3]] == []


def test_every_error_code_is_documented_with_its_status() -> None:
    documented = {code: int(cells[1]) for cells in rows(API, "Errors") for code in _SPAN.findall(cells[0])}
    assert documented == STATUSES


def test_every_reason_not_to_read_a_file_is_documented() -> None:
    cells = rows(REPOSITORY / "docs" / "profile.md", "Resumes as files")
    assert sorted(code for row in cells for code in _SPAN.findall(row[0])) == sorted(DocumentCode)


def test_the_limits_of_a_document_are_the_guards() -> None:
    section = prose(REPOSITORY / "docs" / "graphql.md").split("## Limits of a document\n")[1].split("\n## ")[0]
    stated = [
        int(number.replace(",", "")) for number in re.findall(r"^\| [a-z].* \| ([\d,]+) \|$", section, re.MULTILINE)
    ]
    assert stated == [getattr(Limits(), field.name) for field in fields(Limits)]


def test_every_field_of_a_job_is_documented() -> None:
    assert set(FIELDS) - set(_SPAN.findall(prose(API))) == set()


def test_what_has_an_id_and_is_no_node_is_named_for_relay() -> None:
    """In the table, and in the list that clients copy."""
    clients = REPOSITORY / "docs" / "clients.md"
    ids = sorted(fault.split(":")[0] for fault in ACCEPTED if fault.endswith(": has an id but is no Node"))
    assert sorted(name for cells in rows(clients, "Relay") for name in _SPAN.findall(cells[0])) == ids
    assert sorted(re.findall(r"'(\w+)'", fenced(clients, "js")[0])) == ids


@pytest.mark.parametrize("path", DOCUMENTS, ids=_id)
def test_make_targets_exist(path: Path) -> None:
    targets = re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
    code = [*_SPAN.findall(prose(path)), *(body for _, body in _FENCE.findall(path.read_text()))]
    named = {target for text in code for target in re.findall(r"^(?:\S+=\S+ )*make ([a-z][\w-]*)", text, re.MULTILINE)}
    assert named - set(targets) == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=_id)
def test_examples_are_well_formed(path: Path) -> None:
    for text in fenced(path, "json"):
        json.loads(text)
    documents = Engine(Settings(_env_file=None)).documents
    for text in fenced(path, "graphql"):
        assert validate(schema._schema, parse(text)) == []
        for operation in documents.get(text).operations.values():
            cost, values = operation.cost.of({}, WEIGHTS.page_limit)
            assert cost <= LIMITS.cost
            assert values <= LIMITS.values


def test_the_job_that_is_shown_has_all_fields() -> None:
    shown = [json.loads(text).get("data") for text in fenced(API, "json")]
    assert [set(data) for data in shown if isinstance(data, dict) and "company_name" in data] == [set(FIELDS)]


@pytest.mark.parametrize(("number", "wire"), [(0, "rest"), (1, "graphql")])
def test_the_first_steps_are_those_of_the_start_page(number: int, wire: str) -> None:
    page = (REPOSITORY / "static" / "start.html").read_text()
    [steps] = re.findall(rf'<pre id="{wire}"[^>]*>(.*?)</pre>', page, re.DOTALL)
    section = README.read_text().split("## First steps\n")[1].split("\n## ")[0]
    shown = re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)[number]
    assert (
        shown.strip() == unescape(re.sub(r"</?code>", "", steps)).replace("{origin}", "http://127.0.0.1:8000").strip()
    )
