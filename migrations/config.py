"""What the aerich command line reads when a developer makes a migration."""

import os

from core.database import config

TORTOISE = config(os.environ.get("DATABASE_URL", "postgres://localhost/pipeline"))
