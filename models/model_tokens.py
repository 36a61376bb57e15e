"""How many tokens of the language model an account has used on a day."""

from tortoise import fields
from tortoise.models import Model

from models.user import User


class ModelTokens(Model):
    """`day` is that of UTC; what is being asked for counts as used until it is known what it took."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    day = fields.DateField()
    used = fields.IntField()

    class Meta:
        table = "model_tokens"
        unique_together = (("user", "day"),)
