"""schemathesis against the committed reference and a running server: all checks, all phases, a fixed seed.

`make conformance` runs it; what it prints at the end is schemathesis' own summary.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conformance.accounts import api_token

ROOT = Path(__file__).parents[2]
EXAMPLES = "50"
SEED = "20261123"
# What JSON Schema cannot say is refused with 400 although the schema allows it: passwords that are too weak, times
# in the future or not there, a lower salary above the upper one, a period that ends before it begins, the currencies
# and time zones there are, tokens of somebody else, files that nobody can read.
CONFIG = f"""
hooks = "{ROOT / "tests" / "conformance" / "hooks.py"}"

# NUL characters, which no text may hold, are tried by tests of ours.
[generation]
allow-x00 = false

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "401", "403", "404", "409"]

[[operations]]
include-operation-id = [
  "post_api_auth_signup", "post_api_auth_tokens", "get_api_jobs_changes", "get_api_jobs", "post_api_jobs",
  "put_api_jobs_id", "patch_api_jobs_id", "patch_api_jobs_id_events_event_id", "post_api_jobs_bulk",
]
checks.positive_data_acceptance.expected-statuses = ["2xx", "304", "400", "401", "403", "404", "409"]

[[operations]]
include-path-regex = "^/api/(analytics/|profile$|profile/resumes$)"
checks.positive_data_acceptance.expected-statuses = ["2xx", "304", "400", "401", "403", "404", "409"]

# A run that is deleted stays to be seen as cancelled, and a new job has no posting yet.
[[operations]]
include-operation-id = "get_api_scraper_runs_id"
checks.use_after_free.enabled = false

[[operations]]
include-operation-id = "get_api_jobs_id_posting"
checks.ensure_resource_availability.enabled = false

# The reference says where ids lead; guessed from names, a capture's integer jobId would be taken for one.
[phases.stateful.inference]
algorithms = ["location-headers"]
"""


def main(address: str) -> int:
    """The exit code of schemathesis."""
    with tempfile.TemporaryDirectory() as folder:
        return _check(address, Path(folder))


def _check(address: str, folder: Path) -> int:
    (folder / "schemathesis.toml").write_text(CONFIG)
    command: list[str | Path] = [
        Path(sys.executable).parent / "schemathesis", "--config-file", folder / "schemathesis.toml", "run",
        ROOT / "rest_compat" / "openapi.json", "--url", address, "--phases", "examples,coverage,fuzzing,stateful",
        "--seed", SEED, "--max-examples", EXAMPLES,
        "--header", f"Authorization: Bearer {api_token(address, 'conformance')}", "--no-color",
    ]  # fmt: skip
    return subprocess.run(command, cwd=folder, check=False).returncode
