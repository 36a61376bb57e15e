"""Links taken apart; which ones are refused is in inward.py."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraping.errors import ScrapeCode, ScrapeError
from scraping.links import Link


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://jobs.example", "http://jobs.example/"),
        ("HTTPS://Jobs.Example.:443/A?B#c", "https://jobs.example/A?B"),
        ("  https://jobs.example/1\u00a0", "https://jobs.example/1"),
        ("http://jobs.example:/", "http://jobs.example/"), ("http://jobs.example:080/", "http://jobs.example/"),
        ("http://jobs.example:443/", "http://jobs.example:443/"), ("https://jobs.example:80", "https://jobs.example:80/"),
        ("https://jobs.example?", "https://jobs.example/?"), ("https://jobs.example#top", "https://jobs.example/"),
        ("https://jobs.example/a b/ü?q=ö 1&r=[x]", "https://jobs.example/a%20b/%C3%BC?q=%C3%B6%201&r=%5Bx%5D"),
        ("https://jobs.example/%7Eme/%zz?a=b%20c", "https://jobs.example/%7Eme/%zz?a=b%20c"),
        ("https://jobs.example/a@b:c//d;e=f?g=h?i/@j", "https://jobs.example/a@b:c//d;e=f?g=h?i/@j"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://BÜCHER。example/", "https://xn--bcher-kva.example/"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"), ("https://my_site.example/", "https://my_site.example/"),
        ("http://9.9.9.9/", "http://9.9.9.9/"), ("http://[2606:4700:0:0::1]:80/", "http://[2606:4700::1]/"),
        ("https://[2606:4700::1]:80/x", "https://[2606:4700::1]:80/x"), ("https://3.example/", "https://3.example/"),
    ],
)  # fmt: skip
def test_a_link_in_the_form_in_which_it_is_asked_for(text: str, url: str) -> None:
    link = Link.parse(text)
    assert link.url == url
    assert Link.parse(link.url) == link


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/2", "https://jobs.example/2"), ("2", "https://jobs.example/a/2"), ("../2", "https://jobs.example/2"),
        ("?b", "https://jobs.example/a/1?b"), ("//b.example", "https://b.example/"), ("#x", "https://jobs.example/a/1?q"),
        ("http://b.example:80/c d", "http://b.example/c%20d"), ("", "https://jobs.example/a/1?q"),
    ],
)  # fmt: skip
def test_where_a_redirect_leads(location: str, url: str) -> None:
    assert Link.parse("https://jobs.example/a/1?q").follow(location).url == url


@pytest.mark.parametrize("location", ["http://[::1", "http://[x]/", "\x00", "a\\b", "mailto:a", "https://b.example:1/"])
def test_where_a_redirect_may_not_lead(location: str) -> None:
    with pytest.raises(ScrapeError) as refused:
        Link.parse("https://jobs.example/").follow(location)
    assert refused.value.code is ScrapeCode.URL_NOT_ALLOWED


_PIECES = st.sampled_from(
    ["http", "https", "0x7f", "://", ":", "/", "//", "?", "#", "@", "[", "]", ".", "%", "%31", "\\", "127.0.0.1",
     "::1", "a.b", "localhost", "jobs.example", "80", "443", "22", "xn--",
     "\u3002", "\uff11", "\xad", "\u200d", "\t", "\ud800", "ß"]
) | st.text(max_size=3)  # fmt: skip


@given(st.lists(_PIECES, max_size=12).map("".join))
@example("http://a.b//")
def test_anything_is_either_refused_or_asked_for_as_it_will_be_parsed_again(text: str) -> None:
    base, taken = Link.parse("https://jobs.example/"), list[Link]()
    for take in (Link.parse, base.follow, lambda rest: Link.parse(f"http://{rest}")):
        with suppress(ScrapeError):
            taken.append(take(text))
    assert [Link.parse(link.url) for link in taken] == taken
    assert all(link.url.isascii() for link in taken)
