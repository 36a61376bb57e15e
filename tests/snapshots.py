"""Writes the committed snapshots anew: `make snapshots`."""

import json
from pathlib import Path

from rest_compat.openapi import document
from schema.root import schema
from tests.operations import markdown
from tests.scoring import evaluate

ROOT = Path(__file__).parent.parent


def current() -> dict[Path, str]:
    """Each snapshot's path and what it should hold."""
    return {
        ROOT / "schema" / "schema.graphql": schema.as_str() + "\n",
        ROOT / "rest_compat" / "openapi.json": json.dumps(document(), indent=1, ensure_ascii=False, default=str) + "\n",
        ROOT / "docs" / "operations.md": markdown(),
        evaluate.SNAPSHOT: evaluate.snapshot(),
    }


if __name__ == "__main__":
    for path, content in current().items():
        path.write_text(content)
