"""The rules of docs/architecture.md that a linter does not know."""

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGES = [
    "core",
    "documents",
    "execution",
    "models",
    "scoring",
    "scraping",
    "resolvers",
    "schema",
    "rest_compat",
    "middleware",
    "tasks",
]
OWNED = {
    "ApiToken",
    "Draft",
    "Insight",
    "Job",
    "JobEvent",
    "JobFacts",
    "JobPosting",
    "JobScore",
    "JobStay",
    "JobTombstone",
    "Profile",
    "Resume",
    "Run",
    "Session",
}
OWNED_TABLES = re.compile(
    r"\b(?:FROM|JOIN|UPDATE|INTO)\s+"
    r"(draft|insight|job|job_event|job_facts|job_posting|job_score|job_stay|job_tombstone|profile|resume|run|session)\b"
)
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "service", "handler"}
MODULES = [path for package in PACKAGES for path in sorted((REPOSITORY / package).rglob("*.py"))]
SOURCES = [*(path for path in MODULES if path.name != "__init__.py"), REPOSITORY / "app.py", REPOSITORY / "cli.py"]


def _id(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@pytest.mark.parametrize("path", SOURCES, ids=_id)
def test_a_module_is_short_and_says_in_a_line_what_it_holds(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(text))
    assert not FORBIDDEN_NAMES & set(path.stem.split("_"))


@pytest.mark.parametrize("path", SOURCES, ids=_id)
def test_a_function_is_short(path: Path) -> None:
    functions = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno > 40] == []


@pytest.mark.parametrize("path", SOURCES, ids=_id)
def test_only_the_composition_root_knows_the_whole(path: Path) -> None:
    imported = {
        name.split(".")[0]
        for node in ast.walk(_tree(path))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert "cli" not in imported
    assert "app" not in imported or path.name == "cli.py"


@pytest.mark.parametrize("path", sorted((REPOSITORY / "resolvers").glob("*.py")), ids=_id)
def test_owned_models_are_queried_through_owned_by_alone(path: Path) -> None:
    """Rows are made by their constructor or in bulk, and read by `owned_by(actor)`, never otherwise."""
    calls = [
        f"{node.value.id}.{node.attr} in line {node.lineno}"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in OWNED
        and node.attr not in {"owned_by", "new", "create", "bulk_create"}
    ]
    # A refresh token is the permission: the session it names is found without an actor.
    allowed = {"Session.select_for_update in line"} if path.name == "sessions.py" else set()
    assert [call for call in calls if call.rsplit(" ", 1)[0] not in allowed] == []


CONDITIONS = (
    "user_id = $",
    "user_id = ANY($",
    "WHERE {where}",
    "WHERE {rest}",
    "user_id = {OWNER}",
    "asked JOIN job_facts USING (user_id)",
)
# Upkeep and what workers do with runs is about whoever it belongs to, and answers nobody.
UNASKED = {REPOSITORY / "resolvers" / "running.py", REPOSITORY / "resolvers" / "upkeep.py"}


@pytest.mark.parametrize("path", sorted({*(REPOSITORY / "resolvers").glob("*.py")} - UNASKED), ids=_id)
def test_sql_over_owned_tables_names_the_owner(path: Path) -> None:
    """Whether the condition stands in the text, comes from `matching(actor, ...)`, or is that of analytics: `asked`."""
    nodes = list(ast.walk(_tree(path)))
    parts = {part for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    unowned = [
        text
        for node in nodes
        if isinstance(node, ast.Constant | ast.JoinedStr) and node not in parts
        if OWNED_TABLES.search(text := ast.unparse(node))
        if not any(condition in text for condition in CONDITIONS)
    ]
    assert unowned == []


def test_nothing_points_out_of_the_repository() -> None:
    outside = re.compile(r"\.\./shared|/work/|/tmp/")
    names = [path for path in REPOSITORY.rglob("*") if path.suffix in {".py", ".md", ".toml", ".html", ".js", ".txt"}]
    # Pages of a corpus point wherever they like.
    foreign = {".venv", "node_modules", "data", "corpus"}
    ours = [path for path in names if not foreign & set(path.relative_to(REPOSITORY).parts) and path != Path(__file__)]
    assert [_id(path) for path in ours if outside.search(path.read_text())] == []


def test_pages_load_nothing_from_other_hosts() -> None:
    loaded = re.compile(r"""(?:src|href)=["'](?!/)|@import|url\((?!["']?data:)""")
    pages = [*(REPOSITORY / "static").glob("*.html"), *(REPOSITORY / "static").glob("*.css")]
    assert [_id(page) for page in pages if loaded.search(page.read_text())] == []
