"""A job's stay in one stage, from its arrival until it left; derived and kept by the database."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.job import Job


class JobStay(Model):
    """One row per stay that has ended, of jobs that are not deleted; written by triggers alone, as JobFacts is."""

    id = fields.BigIntField(primary_key=True)
    job: fields.ForeignKeyRelation[Job] = fields.ForeignKeyField("models.Job", related_name=False)
    user_id: UUID = fields.UUIDField()
    stage = fields.CharField(max_length=20)
    days = fields.FloatField()

    class Meta:
        table = "job_stay"
