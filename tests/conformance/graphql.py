"""schemathesis against the committed SDL and a running server: all checks that apply, a fixed seed.

`make conformance` runs it; what it prints at the end is schemathesis' own summary.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conformance.accounts import api_token

ROOT = Path(__file__).parents[2]
EXAMPLES = "50"
SEED = "20261125"
CONFIG = f"""
hooks = "{ROOT / "tests" / "conformance" / "graphql_hooks.py"}"

[dictionaries.zones]
values = ["UTC", "Europe/Lisbon", "America/St_Johns"]

[dictionaries.sizes]
values = [1, 2, 20]

[parameters]
"*.*.timezone" = {{ dictionary = "zones", probability = 0.7 }}
"*.*.first" = {{ dictionary = "sizes", probability = 0.7 }}
"*.*.last" = {{ dictionary = "sizes", probability = 0.7 }}
"*.*.ghostAfterDays" = {{ dictionary = "sizes", probability = 0.7 }}

# What GraphQL's types cannot say is refused as BAD_USER_INPUT although the schema allows it: page sizes, names of time
# zones, a period that ends before it begins, both ends of a list at once.
[checks.positive_data_acceptance]
enabled = false

# Refusals of a token are no data, and schemathesis takes them for failures of the server: an API token has no session
# to end, and no generated text is a refresh token. A check of ours still looks for internal errors.
[[operations]]
include-name = ["Mutation.logOut", "Mutation.refreshSession"]
checks.not_a_server_error.enabled = false
"""


def main(address: str) -> int:
    """The exit code of schemathesis."""
    with tempfile.TemporaryDirectory() as folder:
        return _check(address, Path(folder))


def _check(address: str, folder: Path) -> int:
    (folder / "schemathesis.toml").write_text(CONFIG)
    command: list[str | Path] = [
        Path(sys.executable).parent / "schemathesis", "--config-file", folder / "schemathesis.toml", "run",
        ROOT / "schema" / "schema.graphql", "--url", f"{address}/graphql", "--seed", SEED,
        "--max-examples", EXAMPLES, "--header", f"Authorization: Bearer {api_token(address, 'graphql')}", "--no-color",
    ]  # fmt: skip
    return subprocess.run(command, cwd=folder, check=False).returncode
