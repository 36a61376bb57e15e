"""Pages and answers of job boards, each with what is to be found in it: made up for these tests, as everyone in them.

A case is a file and its `.expected.json`: the address, for a page the fields by their source, or the error with its
candidates; for a board's answer the interface's address, the fields, the key and the candidates.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    name: str
    body: bytes
    expected: dict[str, Any]

    @property
    def url(self) -> str:
        return str(self.expected["url"])


def cases(folder: str) -> list[Case]:
    found = []
    for path in sorted((FOLDER / folder).iterdir()):
        if not path.name.endswith(".expected.json"):
            expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text())
            found.append(Case(path.stem, path.read_bytes(), expected))
    return found


PAGES = cases("pages")
BOARDS = cases("boards")
