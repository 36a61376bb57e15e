"""robots.txt: whose rules apply, and what is done where it cannot be read."""

import gzip

import pytest
from protego import Protego

from scraping.errors import ScrapeError
from scraping.links import Link
from scraping.robots import Robots, Rules, _relevant
from tests.processor_time import within
from tests.scraping.sites import Sites, answer, instantly, redirect

ROBOTS, PAGE = "https://jobs.example/robots.txt", "https://jobs.example/private/1"
DISALLOW = "User-agent: *\nDisallow: /private"


async def outcome(sites: Sites, url: str = PAGE) -> str:
    sites.put(url, answer("<html>"))
    async with sites.fetcher() as fetcher:
        try:
            await fetcher.get(url)
        except ScrapeError as error:
            return error.code.value
    return "PAGE"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("", "PAGE"), ("User-agent: *\nDisallow: /", "ROBOTS_DISALLOWED"), (DISALLOW, "ROBOTS_DISALLOWED"),
        ("\ufeffuser-agent : *\r\nDISALLOW:/private # ours\r\n", "ROBOTS_DISALLOWED"),
        ("User-agent: *\nDisallow: /other", "PAGE"), ("User-agent: *\nDisallow:", "PAGE"),
        ("User-agent: *\nDisallow: /p*/1$", "ROBOTS_DISALLOWED"), ("User-agent: *\nDisallow: /p*/$", "PAGE"),
        ("User-agent: *\nDisallow: /\nAllow: /private/", "PAGE"),
        ("User-agent: *\nDisallow: /private/1\nAllow: /private/", "ROBOTS_DISALLOWED"),
        ("User-agent: Pipeline\nDisallow: /\n\nUser-agent: *\nAllow: /", "ROBOTS_DISALLOWED"),
        ("User-agent: PIPELINE\nAllow: /\n\nUser-agent: *\nDisallow: /", "PAGE"),
        ("User-agent: Pipe\nUser-agent: Pipelines\nUser-agent: Googlebot\nDisallow: /", "PAGE"),
        ("User-agent: *\nDisallow: /a\nUser-agent: Googlebot\nDisallow: /", "PAGE"),
        ("User-agent: Googlebot\nUser-agent: pipeline\nDisallow: /", "ROBOTS_DISALLOWED"),
        ("User-agent: Googlebot\nUser-agent: *\nDisallow: /", "ROBOTS_DISALLOWED"),
        ("User-agent *\nDisallow /", "ROBOTS_DISALLOWED"), ("<html>Not found</html>", "PAGE"),
        (f"{'# x' * 200_000}\n{DISALLOW}", "PAGE"),  # behind the first 500 KiB
        (f"{DISALLOW}\n{'# x' * 2_000_000}", "ROBOTS_DISALLOWED"),  # longer than any page may be
    ],
)  # fmt: skip
async def test_the_rules(sites: Sites, rules: str, expected: str) -> None:
    sites.put(ROBOTS, answer(rules, content_type="text/plain"))
    assert await outcome(sites) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (answer(DISALLOW, 404), "PAGE"), (answer(DISALLOW, 403), "PAGE"), (answer(DISALLOW, 429), "PAGE"),
        (answer(b"", 304), "PAGE"), (answer(b"", 204), "PAGE"),
        (answer("", 500), "SITE_ERROR"), (answer("", 503), "SITE_ERROR"), (b"", "SITE_ERROR"),
        (answer(gzip.compress(DISALLOW.encode(), mtime=0), content_encoding="gzip"), "ROBOTS_DISALLOWED"),
        (answer(b"x", content_encoding="gzip"), "SITE_ERROR"), (answer(b"x", content_encoding="br"), "SITE_ERROR"),
        (redirect("http://127.0.0.1/"), "PAGE"), (redirect("/robots.txt"), "PAGE"),
        (redirect("https://unknown.example/"), "UNREACHABLE"),
        (redirect("https://jobs.example/elsewhere"), "ROBOTS_DISALLOWED"),
        (redirect("//other.example/robots.txt", 301), "ROBOTS_DISALLOWED"),
    ],
)  # fmt: skip
async def test_what_stands_where_the_rules_should(sites: Sites, reply: bytes, expected: str) -> None:
    sites.put("https://jobs.example/elsewhere", answer(DISALLOW, content_type=""))
    sites.put("https://other.example/robots.txt", answer(DISALLOW))
    sites.put(ROBOTS, reply)

    async def nothing(_: str) -> list[str]:
        return []

    sites.put(PAGE, answer("<html>"))
    async with sites.fetcher(resolver=nothing, sleep=instantly) as fetcher:
        try:
            found = (await fetcher.get(PAGE)).content_type
        except ScrapeError as error:
            found = error.code.value
    assert found == expected.replace("PAGE", "text/html")


async def test_the_rules_are_read_once_an_hour_for_each_origin(sites: Sites) -> None:
    moment = 0.0
    for url in (ROBOTS, "http://jobs.example/robots.txt"):
        sites.put(url, answer(DISALLOW))
    fetcher = sites.fetcher()
    fetcher._robots = Robots("Pipeline", now=lambda: moment)
    async with fetcher:
        for moment in (0, 3599, 3600):  # noqa: B007 the clock looks at it
            with pytest.raises(ScrapeError):
                await fetcher.get(PAGE)
        with pytest.raises(ScrapeError):
            await fetcher.get(PAGE.replace("https", "http"))
    assert [seen.url for seen in sites.seen] == [ROBOTS, ROBOTS, "http://jobs.example/robots.txt"]


async def test_failures_are_not_kept(sites: Sites) -> None:
    sites.put(ROBOTS, answer("", 503))
    sites.put(PAGE, answer("<html>"))
    async with sites.fetcher() as fetcher:
        with pytest.raises(ScrapeError):
            await fetcher.get(PAGE)
        sites.put(ROBOTS, answer(""))
        assert (await fetcher.get(PAGE)).status == 200


async def test_the_rules_of_two_hundred_origins_are_kept(sites: Sites) -> None:
    fetcher = sites.fetcher()
    async with fetcher:
        for number in range(202):
            sites.put(f"http://{number}.example.com/", answer("<html>"))
            await fetcher.get(f"http://{number}.example.com/")
    assert fetcher._robots is not None
    assert list(fetcher._robots._kept) == [f"http://{number}.example.com" for number in range(2, 202)]


async def test_pages_are_as_far_apart_as_the_site_asks_within_reason(sites: Sites) -> None:
    slept: list[int] = []

    async def sleep(seconds: float) -> None:
        slept.append(round(seconds))

    sites.put(ROBOTS, answer("User-agent: *\nCrawl-delay: 4"))
    sites.put("https://slow.example/robots.txt", answer("User-agent: *\nCrawl-delay: 86400"))
    async with sites.fetcher(sleep=sleep) as fetcher:
        for url in ("https://jobs.example/1", "https://slow.example/1"):
            sites.put(url, answer("<html>"))
            for _ in range(2):
                await fetcher.get(url)
    assert slept == [4, 10]


async def test_without_respect_it_is_not_asked_for(sites: Sites) -> None:
    sites.put(PAGE, answer("<html>"))
    async with sites.fetcher(respect_robots=False) as fetcher:
        await fetcher.get(PAGE)
    assert [seen.url for seen in sites.seen] == [PAGE]


@pytest.mark.parametrize(
    "rules",
    [
        "".join(f"user-agent:{number:x}\n" for number in range(20_000)) + "allow:/\n" * 30_000,
        "user-agent:*\n" + "user-agent:pipeline\n" * 20_000 + "disallow:/$x\n" * 10_000,
        "user-agent:*\n" + "disallow:/" + "*a" * 250_000,
        "user-agent:*\n" + ("disallow:/" + "*a" * 50 + "b\n") * 4_500,
        "user-agent:*\n" + "disallow:/%41%\n" * 35_000,
        "\n" * 500_000, "user-agent\n" * 40_000, "user-agent:" + " " * 500_000 + "x",
        "user-agent: " + "# " * 250_000, "user-agent:a" + " " * 400_000 + "b", "user-agent" + " " * 400_000 + ": b",
    ],
)  # fmt: skip
async def test_rules_made_to_take_time_do_not(sites: Sites, rules: str) -> None:
    def permitted() -> bool:
        link = Link.parse("http://a.example/" + "a" * 4000)
        return Rules(Protego.parse(_relevant(rules, "pipeline")), "pipeline").permit(link)

    within(1, permitted)
