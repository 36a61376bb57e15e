"""What a job's history comes to: the few facts that analytics count, derived and kept by the database."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.job import Job


class JobFacts(Model):
    """One row per job with a history, written by triggers alone (`refresh_job_facts`, docs/analytics.md).

    `status`, `source`, `company_key` and `match_score` are the job's own; everything below them is read out of
    its events in the order of the history (`occurred_at`, `recorded_at`, `id`).
    """

    job: fields.OneToOneRelation[Job] = fields.OneToOneField("models.Job", primary_key=True, related_name=False)
    user_id: UUID = fields.UUIDField()
    # Whether the job is not deleted.
    is_live = fields.BooleanField()
    status = fields.CharField(max_length=20)
    source = fields.CharField(max_length=50)
    company_key = fields.TextField()
    match_score = fields.IntField(null=True)
    # Where the history ends.
    stage = fields.CharField(max_length=20)
    # The furthest stage ever reached: 0 none, 1 applied for, 2 interviewing, 3 offer.
    reached = fields.SmallIntField()
    saved_at = fields.DatetimeField()
    # The first event that makes it an application, and the first that an employer caused.
    applied_at = fields.DatetimeField(null=True)
    answered_at = fields.DatetimeField(null=True)
    interviewing_at = fields.DatetimeField(null=True)
    offer_at = fields.DatetimeField(null=True)
    rejected_at = fields.DatetimeField(null=True)
    # From applied to answered; null without an answer, and where the answer came first.
    response_days = fields.FloatField(null=True)
    # Whether it was answered and is dated as applied for only after that.
    is_answered_early = fields.BooleanField()
    # Its way in the flow: by an interview or not, to which outcome if to any.
    is_via_interview = fields.BooleanField()
    outcome = fields.CharField(max_length=20, null=True)

    class Meta:
        table = "job_facts"
