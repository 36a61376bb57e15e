"""The schema: every operation, once."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from resolvers import health as health_resolver
from schema import (
    access,
    accounts,
    analytics,
    bulk,
    captures,
    changes,
    insights,
    jobs,
    limits,
    merging,
    node,
    profile,
    runs,
    scoring,
    writing,
)
from schema.context import Info
from schema.errors import HANDLERS
from schema.rows import row_value
from schema.scalars import SCALARS
from schema.shaping import shaped_at


@strawberry.type(description="How the server is.")
class Health:
    """As REST answers it."""

    status: str = strawberry.field(description="`ok` when everything works.")
    version: str = strawberry.field(description="The version of the API.")
    database: str = strawberry.field(description="`ok` when the database answers.")


async def health(info: Info) -> Health:  # noqa: ARG001 resolvers take what Strawberry hands them
    """How the server is; needs no token."""
    return Health(**await health_resolver.check())


@strawberry.type(description="What can be asked.")
class Query:
    """Reads."""

    health = strawberry.field(health, description="How the server is; needs no token.")
    me = strawberry.field(accounts.me, description="The account of whoever asks.")
    job = strawberry.field(jobs.job, description="One job by its id; null when there is none.", metadata=shaped_at(""))
    quota = strawberry.field(captures.read_quota, description="The month's captures.")
    sessions = strawberry.field(access.list_sessions, description="The user's open sessions, newest first.")
    api_tokens = strawberry.field(access.list_api_tokens, description="The user's API tokens, newest first.")
    changes = strawberry.field(
        changes.changes,
        description="What changed about the user's jobs since a token, for clients that keep a copy.",
        metadata=shaped_at("changes.job"),
    )
    nodes = strawberry.field(node.nodes, description="Nodes by their ids, in their order; null where there is none.")
    node = strawberry.field(node.node, description="Any node by its id; null when there is none.")
    rate_limit = strawberry.field(limits.rate_limit, description="What this operation costs, and what is left.")
    run = strawberry.field(runs.run, description="One run by its id; null when there is none.")
    posting = strawberry.field(
        runs.posting, description="A job's posting as it was last seen on the web; null when nothing was."
    )
    runs = strawberry.field(runs.list_runs, description="The user's runs, newest first.")
    insights = strawberry.field(insights.list_insights, description="What the user's own data say, newest first.")
    resumes = strawberry.field(profile.list_resumes, description="The user's resumes, oldest first.")
    drafts = strawberry.field(writing.drafts, description="A job's drafts, newest first; null for no job.")
    job_scores = strawberry.field(scoring.job_scores, description="A job's scores, newest first; null for no job.")
    profile = strawberry.field(profile.profile, description="What the user said of themselves.")
    dashboard = strawberry.field(
        analytics.dashboard, description="The numbers of a whole page.", metadata=shaped_at("byStatus")
    )
    timeline = strawberry.field(
        analytics.timeline, description="What happened when, ready to draw.", metadata=shaped_at("data")
    )
    funnel = strawberry.field(analytics.funnel, description="How far applications came.")
    time_in_stage = strawberry.field(analytics.time_in_stage, description="How long jobs stay in each stage.")
    flow = strawberry.field(analytics.flow, description="Which way applications went, as a Sankey diagram.")
    activity = strawberry.field(analytics.activity, description="The latest events, newest first.")
    streak = strawberry.field(analytics.streak, description="Days in a row with an application.")
    companies = strawberry.field(analytics.companies, description="What came of the applications to each company.")
    jobs = strawberry.field(
        jobs.list_jobs,
        description="The user's jobs, newest first unless ordered otherwise.",
        metadata=shaped_at("nodes", "edges.node"),
    )


@strawberry.type(description="What can be done.")
class Mutation:
    """Writes, each answering a union of success and its expected failures."""

    sign_up = strawberry.mutation(accounts.sign_up, description="Opens an account; needs no token.")
    log_in = strawberry.mutation(accounts.log_in, description="Opens a session; needs no token.")
    refresh_session = strawberry.mutation(
        accounts.refresh_session,
        description="Carries a session on with its refresh token; needs no access token.",
    )
    log_out = strawberry.mutation(accounts.log_out, description="Ends the session of the token that is sent.")
    end_session = strawberry.mutation(access.end_session, description="Ends one of the user's sessions.")
    create_api_token = strawberry.mutation(
        access.create_api_token, description="Makes an API token; its secret is answered this once."
    )
    delete_api_token = strawberry.mutation(access.delete_api_token, description="Deletes an API token.")
    capture_job = strawberry.mutation(
        captures.capture_job, description="Saves a posting and counts it against the month's quota."
    )
    bulk_update_jobs = strawberry.mutation(
        bulk.bulk_update_jobs, description="Changes up to 200 jobs, each by itself or all or none."
    )
    update_profile = strawberry.mutation(profile.update_profile, description="Changes the profile: only what is sent.")
    add_resume = strawberry.mutation(profile.add_resume, description="Keeps a resume.")
    update_resume = strawberry.mutation(profile.update_resume, description="Changes a resume: only what is sent.")
    delete_resume = strawberry.mutation(profile.delete_resume, description="Deletes a resume.")
    score_job = strawberry.mutation(scoring.score_job, description="Scores how well a job fits the user, and why.")
    score_all_jobs = strawberry.mutation(
        scoring.score_all_jobs,
        description="Starts scoring every job that has no score, or whose inputs have changed.",
    )
    create_job = strawberry.mutation(jobs.create_job, description="Saves a job.")
    update_job = strawberry.mutation(jobs.update_job, description="Changes a job: only what is sent.")
    delete_job = strawberry.mutation(jobs.delete_job, description="Deletes a job, restorably for 30 days.")
    restore_job = strawberry.mutation(jobs.restore_job, description="Brings a deleted job back.")
    merge_jobs = strawberry.mutation(
        merging.merge_jobs, description="Makes two jobs that are one posting one job, with both histories."
    )
    scrape_job = strawberry.mutation(
        runs.scrape_job, description="Starts reading a posting from its address or its page, and saves it if asked to."
    )
    scrape_board = strawberry.mutation(
        runs.scrape_board, description="Starts listing a job board's postings, to choose from."
    )
    check_posting = strawberry.mutation(
        runs.check_posting, description="Starts looking whether a job's posting is still there."
    )
    create_digest = strawberry.mutation(
        insights.create_digest, description="Starts making a digest of the last day or week."
    )
    cancel_run = strawberry.mutation(runs.cancel_run, description="Stops a run that has not ended.")
    update_job_event = strawberry.mutation(
        jobs.update_job_event,
        description="Corrects when something happened to a job, and the job's times with it.",
    )


# The mutations that make something, and so honour Idempotency-Key.
CREATING = frozenset(
    {
        "signUp",
        "createJob",
        "captureJob",
        "bulkUpdateJobs",
        "createApiToken",
        "scrapeJob",
        "scrapeBoard",
        "addResume",
        "createDigest",
    }
)


@strawberry.type(description="What can be followed.")
class Subscription:
    """Streams of answers."""

    job_changed = strawberry.subscription(
        changes.job_changed, description="What happens to the user's jobs from now on."
    )
    draft_written = strawberry.subscription(
        writing.draft_written,
        description="Has the language model write a draft for a job, tells it piece by piece, and keeps it.",
    )
    run_progressed = strawberry.subscription(
        runs.run_progressed, description="A run as it is and whenever it has changed, until it has ended."
    )


schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    config=StrawberryConfig(default_resolver=row_value, scalar_map=SCALARS),
    exception_handlers=HANDLERS,
)
