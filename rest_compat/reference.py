"""The reference on the web: the OpenAPI document, and Swagger UI from an installed wheel."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from core.json_text import render
from rest_compat.openapi import document

STATIC = Path(__file__).parent.parent / "static"
# Swagger UI sets inline styles and inlines its icons.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def routes() -> list[BaseRoute]:
    """The page, the document, and Swagger UI's own files."""
    spec = find_spec("swagger_ui_bundle")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    [folder] = (Path(spec.submodule_search_locations[0]) / "vendor").glob("swagger-ui-*")
    return [
        Route("/api/docs", page),
        Route("/api/openapi.json", openapi),
        Mount("/static/swagger-ui", StaticFiles(directory=folder)),
    ]


async def page(_request: Request) -> FileResponse:
    return FileResponse(STATIC / "reference.html", headers={"Content-Security-Policy": _POLICY})


async def openapi(_request: Request) -> Response:
    return Response(_rendered(), media_type="application/json")


@cache
def _rendered() -> bytes:
    return render(document())
