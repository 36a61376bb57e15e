"""What a scrape sees."""

from core import metrics


def count(method: str, status: str) -> str:
    name = f'pipeline_requests_total{{method="{method}",status="{status}"}} '
    return next((line.removeprefix(name) for line in metrics.text().decode().splitlines() if name in line), "0")


def test_requests_are_counted_by_method_and_status() -> None:
    before = float(count("GET", "299"))
    metrics.count_request("GET", 299)
    metrics.count_request("GET", 299)
    assert float(count("GET", "299")) == before + 2


def test_methods_that_nobody_knows_are_one() -> None:
    before = float(count("other", "299"))
    for number in range(50):
        metrics.count_request(f"BREW{number}", 299)
    assert float(count("other", "299")) == before + 50
    assert b"BREW" not in metrics.text()
