"""Says on every answer that spent of a rate limit what is left of it."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class RateLimitHeaders:
    """X-RateLimit-Limit, -Remaining and -Reset of the tier that applied; nothing where none did."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def stated(message: Message) -> None:
            actor = scope["state"].get("actor")
            if message["type"] == "http.response.start" and actor is not None and actor.ledger.statement:
                budget = actor.ledger.statement
                message.setdefault("headers", []).extend([
                    (b"x-ratelimit-limit", str(budget.limit).encode()),
                    (b"x-ratelimit-remaining", str(budget.remaining).encode()),
                    (b"x-ratelimit-reset", str(budget.reset_at).encode()),
                ])  # fmt: skip
            await send(message)

        await self.app(scope, receive, stated if scope["type"] == "http" else send)
