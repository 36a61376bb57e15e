"""The little that SQL put together from parts needs: conditions with numbered parameters."""

from typing import Any


class Where:
    """Conditions joined by AND; `?` in each stands for the value given with it, never for text."""

    def __init__(self, condition: str, value: object) -> None:
        self.parameters: list[Any] = []
        self._conditions: list[str] = []
        self.add(condition, value)

    def add(self, condition: str, *values: object) -> None:
        """Adds a condition; its question marks take the values in order."""
        for value in values:
            condition = condition.replace("?", self.take(value), 1)
        self._conditions.append(condition)

    def take(self, value: object) -> str:
        """The placeholder of a value that stands elsewhere in the statement."""
        self.parameters.append(value)
        return f"${len(self.parameters)}"

    def copy(self) -> "Where":
        twin = Where.__new__(Where)
        twin.parameters, twin._conditions = [*self.parameters], [*self._conditions]  # noqa: SLF001
        return twin

    def __str__(self) -> str:
        return " AND ".join(self._conditions)
