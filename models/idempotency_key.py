"""An answer that is given again when its request comes again."""

from tortoise import fields
from tortoise.models import Model


class IdempotencyKey(Model):
    """`owner` is an account's id, or the address of somebody who has none yet; `digest` tells bodies apart."""

    id = fields.IntField(primary_key=True)
    owner = fields.CharField(max_length=80)
    key = fields.CharField(max_length=255)
    digest = fields.CharField(max_length=64)
    status = fields.IntField()
    headers: fields.JSONField[dict[str, str]] = fields.JSONField()
    body = fields.BinaryField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "idempotency_key"
        unique_together = (("owner", "key"),)
