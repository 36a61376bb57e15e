"""GraphiQL, offline: its assets come from an installed wheel, its shell and our examples from `static/`."""

from importlib.util import find_spec
from pathlib import Path

from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parent.parent / "static"
# GraphiQL needs inline styles and evaluates nothing; nothing is loaded from another host.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def page() -> Response:
    """The playground's shell."""
    return FileResponse(STATIC / "graphiql.html", headers={"Content-Security-Policy": _POLICY})


def assets() -> list[BaseRoute]:
    """Where the shell finds GraphiQL and React."""
    spec = find_spec("graphene_django_graphiql_static")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    folder = Path(spec.submodule_search_locations[0]) / "static" / "graphene_django_graphiql_static"
    return [Mount("/static/graphiql", StaticFiles(directory=folder))]
