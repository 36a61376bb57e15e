"""Background runs and the scraper's, and two jobs made one."""

from core.actor import Scope
from core.rate_limit import Tier
from resolvers import merging, postings, runs, scraping
from resolvers.merging import Merge
from resolvers.scraping import BoardRequest, ScrapeRequest
from rest_compat import answer
from rest_compat.answer import Answer
from rest_compat.job_bodies import PageQuery
from rest_compat.operation import Call, NoQuery, Operation
from rest_compat.resources import Data, Job, Listed
from rest_compat.run_resources import Posting, Run

_PATH = "/api/scraper/runs"


async def page(call: Call[None, PageQuery]) -> Answer:
    return answer.page(call.request, await runs.page(call.actor, call.query.page, call.query.limit))


async def get(call: Call[None, NoQuery]) -> Answer:
    return answer.data(await runs.read(call.actor, call.path_id()))


async def cancel(call: Call[None, NoQuery]) -> Answer:
    return answer.data(await runs.cancel(call.actor, call.path_id()))


async def scrape(call: Call[ScrapeRequest, NoQuery]) -> Answer:
    return started(await scraping.start(call.actor, call.body))


async def scrape_board(call: Call[BoardRequest, NoQuery]) -> Answer:
    return started(await scraping.start_board(call.actor, call.body))


async def check(call: Call[None, NoQuery]) -> Answer:
    return started(await postings.start_check(call.actor, call.path_id()))


async def posting(call: Call[None, NoQuery]) -> Answer:
    return answer.data(await postings.read(call.actor, call.path_id()))


async def merge(call: Call[Merge, NoQuery]) -> Answer:
    row = await merging.merge(call.actor, call.path_id(), call.body.duplicate_id, version=call.if_match())
    return answer.job(row, row["version"])


def started(run: dict[str, object]) -> Answer:
    """A run, and where to ask how far it has come."""
    return answer.data(run, 202, Location=f"{_PATH}/{run['id']}")


OPERATIONS = [
    Operation("GET", _PATH, page, "The background runs, newest first", Listed[Run], query=PageQuery, is_tagged=True,
              is_paged=True),
    Operation("POST", _PATH, scrape, "Starts reading a posting; with `html` the standard rate limit applies", Data[Run],
              body=ScrapeRequest, scopes=(Scope.WRITE,), tier=Tier.SCRAPER, creates=True, status=202,
              errors=("CONFLICT",)),
    Operation("GET", f"{_PATH}/{{id}}", get, "One run", Data[Run]),
    Operation("DELETE", f"{_PATH}/{{id}}", cancel, "Cancels a run", Data[Run], scopes=(Scope.WRITE,),
              errors=("CONFLICT",)),
    Operation("POST", "/api/scraper/boards", scrape_board, "Starts listing a job board's postings, to choose from",
              Data[Run], body=BoardRequest, scopes=(Scope.WRITE,), tier=Tier.SCRAPER, creates=True, status=202,
              errors=("CONFLICT",)),
    Operation("POST", "/api/jobs/{id}/check", check, "Starts looking whether the posting is still there", Data[Run],
              scopes=(Scope.WRITE,), tier=Tier.SCRAPER,  status=202, errors=("CONFLICT",)),
    Operation("GET", "/api/jobs/{id}/posting", posting, "The posting as it was last seen on the web", Data[Posting]),
    Operation("POST", "/api/jobs/{id}/merge", merge, "Merges another job into this one, with its history", Data[Job],
              body=Merge, scopes=(Scope.WRITE,), errors=("VERSION_CONFLICT",), is_tagged=True),
]  # fmt: skip
