"""Takes requests straight to the application at their path, past a router that tries one pattern after the other."""

from collections import defaultdict
from collections.abc import Iterable

from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send


class Shortcut:
    """The innermost middleware, for routes whose applications refuse wrong methods and answer whatever fails.

    Whatever is not among them is left to the router.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[Route]) -> None:
        self.app = app
        self._exact: dict[str, ASGIApp] = {}
        # By the number of their parts, those of which some are parameters.
        self._patterns: defaultdict[int, list[tuple[list[str], ASGIApp]]] = defaultdict(list)
        for route in routes:
            if route.param_convertors:
                parts = route.path.split("/")
                self._patterns[len(parts)].append((parts, route.app))
            else:
                self._exact[route.path] = route.app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_ours = scope["type"] == "http" and not scope.get("root_path")
        app = self._find(scope) if is_ours else None
        await (app or self.app)(scope, receive, send)

    def _find(self, scope: Scope) -> ASGIApp | None:
        path: str = scope["path"]
        if (app := self._exact.get(path)) is not None:
            scope["path_params"] = {}
            return app
        parts = path.split("/")
        for names, app in self._patterns.get(len(parts), ()):
            pairs = list(zip(names, parts, strict=True))
            if all(name == part or (part and name.startswith("{")) for name, part in pairs):
                scope["path_params"] = {name.strip("{}"): part for name, part in pairs if name.startswith("{")}
                return app
        return None
