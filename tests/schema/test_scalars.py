"""Scalars that are written wrongly are the client's fault, in the document and in variables."""

from typing import Any

import pytest

from tests.conftest import Person

DAY = "query($v: Date) { timeline(from: $v) { bucket } }"
MOMENT = "query($v: DateTime) { jobs(filter: {since: $v}) { totalCount } }"
TOKEN = "query($v: SyncToken) { changes(since: $v) { token } }"
NUMBER = "query($v: Int) { jobs(first: $v) { totalCount } }"
FIELDS = {
    DAY: "timeline(from: %s) { bucket }",
    MOMENT: "jobs(filter: {since: %s}) { totalCount }",
    TOKEN: "changes(since: %s) { token }",
    NUMBER: "jobs(first: %s) { totalCount }",
}
CASES = [
    (DAY, '"yesterday"', "yesterday"), (DAY, '"2026-02-30"', "2026-02-30"), (DAY, '""', ""), (DAY, "5", 5),
    (DAY, "true", True), (DAY, '["2026-03-01", "2026-03-02"]', ["2026-03-01", "2026-03-02"]), (DAY, "{a: 1}", {"a": 1}),
    (DAY, '"2026-03-01T10:30:00Z"', "2026-03-01T10:30:00Z"), (MOMENT, '"yesterday"', "yesterday"), (MOMENT, "5", 5),
    (MOMENT, '"2026-03-01T10:30:00"', "2026-03-01T10:30:00"), (MOMENT, "{}", {}), (TOKEN, "5", 5), (TOKEN, "{}", {}),
    (NUMBER, "2147483648", 2**31), (NUMBER, "1.5", 1.5), (NUMBER, '"5"', "5"), (NUMBER, "9" * 5000, 1e300),
]  # fmt: skip


@pytest.mark.parametrize(("query", "literal", "value"), CASES)
@pytest.mark.usefixtures("either_way")
async def test_a_value_of_the_wrong_kind(ada: Person, query: str, literal: str, value: Any) -> None:
    answer = await ada.graphql(f"{{ {FIELDS[query] % literal} }}")
    assert "data" not in answer
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}
    answer = await ada.graphql(query, v=value)
    assert "data" not in answer
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}
