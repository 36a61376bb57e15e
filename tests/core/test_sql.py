"""Conditions with numbered parameters."""

from core.sql import Where


def test_every_question_mark_stands_for_the_next_value() -> None:
    where = Where("user_id = ?", 7)
    where.add("status = ANY(?)", ["a"])
    where.add("deleted_at IS NULL")
    where.add("(name, id) > (?, ?)", "x", 9)
    assert str(where) == "user_id = $1 AND status = ANY($2) AND deleted_at IS NULL AND (name, id) > ($3, $4)"
    assert where.parameters == [7, ["a"], "x", 9]


def test_a_value_is_never_text() -> None:
    where = Where("name = ?", "? $1 '; DROP TABLE job")
    where.add("note = ?", "??")
    assert str(where) == "name = $1 AND note = $2"


def test_a_copy_goes_its_own_way() -> None:
    where = Where("a = ?", 1)
    twin = where.copy()
    twin.add("b = ?", 2)
    where.add("c = ?", 3)
    assert (str(where), where.parameters) == ("a = $1 AND c = $2", [1, 3])
    assert (str(twin), twin.parameters) == ("a = $1 AND b = $2", [1, 2])


def test_a_value_that_stands_elsewhere_keeps_its_number() -> None:
    where = Where("a = ?", 1)
    assert where.take("x") == "$2"
    where.add("b = ?", 3)
    assert (str(where), where.parameters) == ("a = $1 AND b = $3", [1, "x", 3])
