"""Every failure has a code and says what to do."""

from collections.abc import Iterator

from core import errors
from core.errors import AppError, Fault, ValidationFailed
from rest_compat.errors import STATUSES


def family(parent: type[AppError] = AppError) -> Iterator[type[AppError]]:
    for child in parent.__subclasses__():
        if child.__module__ == errors.__name__:
            yield child
            yield from family(child)


def test_no_two_failures_share_a_code() -> None:
    everybody: list[type[AppError]] = [AppError, *family()]
    codes = [error.code for error in everybody]
    assert len(codes) == len(set(codes))
    assert set(codes) == set(STATUSES)


def test_a_message_can_be_said_better_where_it_is_raised() -> None:
    assert str(errors.NotFound()) == errors.NotFound().message == "There is nothing here under that id."
    assert str(errors.NotFound("No such job.")) == errors.NotFound("No such job.").message == "No such job."


def test_the_first_five_faults_are_in_the_message() -> None:
    error = ValidationFailed([Fault(f"f{number}", "is odd") for number in range(7)])
    assert error.message == ("The request is not valid. f0: is odd; f1: is odd; f2: is odd; f3: is odd; f4: is odd")
    assert len(error.faults) == 7
    assert ValidationFailed([]).message == "The request is not valid."
    assert ValidationFailed.of("name", "is odd").faults == (Fault("name", "is odd"),)


def test_failures_that_say_what_would_do() -> None:
    refused = errors.MethodNotAllowed("POST", ["GET", "HEAD"])
    assert (refused.message, refused.allowed) == ("POST is not possible here; use GET, HEAD.", ("GET", "HEAD"))
    assert errors.PayloadTooLarge(1024 * 1024).message == "The request body is larger than 1024 KiB."
    limited = errors.RateLimited("AI", 5, None)
    assert (limited.message, limited.retry_after) == ("Too many AI requests: try again in 5 seconds.", 5)
