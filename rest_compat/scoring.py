"""Match scores, and drafts by the language model."""

from core.actor import Scope
from core.rate_limit import Tier
from resolvers import scoring, writing
from resolvers.scoring import ScoreRequest
from rest_compat import answer
from rest_compat.answer import Answer
from rest_compat.job_bodies import PageQuery
from rest_compat.operation import Call, NoQuery, Operation
from rest_compat.profile_resources import Draft, Score
from rest_compat.resources import Data, Listed
from rest_compat.run_resources import Run


async def score(call: Call[ScoreRequest, NoQuery]) -> Answer:
    return answer.data(await scoring.score(call.actor, call.body.job_id, model=call.app.model))


async def score_all(call: Call[None, NoQuery]) -> Answer:
    run = await scoring.start_all(call.actor)
    return answer.data(run, 202, Location=f"/api/scraper/runs/{run['id']}")


async def history(call: Call[None, PageQuery]) -> Answer:
    return answer.page(call.request, call.query.of(await scoring.history(call.actor, call.path_id())))


async def drafts(call: Call[None, PageQuery]) -> Answer:
    return answer.page(call.request, call.query.of(await writing.everything(call.actor, call.path_id())))


OPERATIONS = [
    Operation("POST", "/api/ai/score", score, "Scores how well a job fits the user, and why", Data[Score],
              body=ScoreRequest, scopes=(Scope.WRITE,), tier=Tier.AI, errors=("NOT_FOUND", "PROFILE_INCOMPLETE")),
    Operation("POST", "/api/ai/score-all", score_all,
              "Starts scoring every job that has no score, or whose inputs have changed", Data[Run],
              scopes=(Scope.WRITE,), tier=Tier.AI, status=202, errors=("CONFLICT",)),
    Operation("GET", "/api/jobs/{id}/scores", history, "A job's match scores, newest first", Listed[Score],
              query=PageQuery, is_tagged=True, is_paged=True),
    Operation("GET", "/api/jobs/{id}/drafts", drafts, "A job's drafts by the language model, newest first",
              Listed[Draft], query=PageQuery, is_tagged=True, is_paged=True),
]  # fmt: skip
