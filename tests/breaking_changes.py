"""Whether the schema breaks what clients rely on, against the last commit's: `make check` runs it.

A change that is meant is let through by its own words in ACCEPTED, until it is committed.
"""

import subprocess
import sys

from graphql import build_schema, find_breaking_changes

from schema.root import schema
from tests.snapshots import ROOT

ACCEPTED: frozenset[str] = frozenset()


def main() -> int:
    """1 when something breaks; 0 also where there is no commit to compare with."""
    shown = subprocess.run(
        ["git", "show", "HEAD:schema/schema.graphql"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if shown.returncode:
        print("There is no committed schema to compare with.")
        return 0
    changes = find_breaking_changes(build_schema(shown.stdout), build_schema(schema.as_str()))
    broken = [change.description for change in changes if change.description not in ACCEPTED]
    for description in broken:
        print(f"breaks clients: {description}")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
