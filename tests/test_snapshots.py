"""What is committed is what the code says: run `make snapshots` after a deliberate change."""

from tests.snapshots import ROOT, current


def test_snapshots_are_up_to_date() -> None:
    stale = [path.relative_to(ROOT).as_posix() for path, content in current().items() if path.read_text() != content]
    assert stale == []
