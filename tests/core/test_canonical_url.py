"""One posting, one URL."""

from urllib.parse import quote_plus

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.canonical_url import canonical_url

SAME = [
    # What is dropped from the host: case, www, the port that the scheme implies, a user.
    ("https://Jobs.Example.COM/Eng", "https://jobs.example.com/Eng"),
    ("https://www.example.com/1", "https://example.com/1"),
    ("https://www.www.example.com/1", "https://example.com/1"),
    ("https://www.example.com:443/1", "https://example.com/1"),
    ("http://example.com:80/1", "http://example.com/1"),
    ("http://example.com:443/1", "http://example.com:443/1"),
    ("https://example.com:8443/1", "https://example.com:8443/1"),
    ("https://me:pw@example.com/1", "https://example.com/1"),
    ("https://[2001:DB8::1]:8443/1", "https://[2001:db8::1]:8443/1"),
    ("https://www./1", "https://www./1"),
    ("HTTPS://example.com/1", "https://example.com/1"),
    # From the path: slashes at its end. Its case tells postings apart.
    ("https://example.com/1/", "https://example.com/1"),
    ("https://example.com/1///", "https://example.com/1"),
    ("https://example.com/", "https://example.com"),
    ("https://example.com/A?b=1", "https://example.com/A?b=1"),
    ("https://example.com/a/?b=1", "https://example.com/a?b=1"),
    # The fragment, and whatever tells where a visitor came from.
    ("https://example.com/1#apply", "https://example.com/1"),
    ("https://example.com/1?utm_source=x&UTM_Medium=y&utm_anything=z", "https://example.com/1"),
    ("https://example.com/1?gclid=a&fbclid=b&msclkid=c&ref=d&trk=e&gh_src=f&refId=g&trackingId=h", "https://example.com/1"),
    ("https://example.com/1?lever-source=LinkedIn&lever-origin=applied", "https://example.com/1"),
    # The rest is sorted and written one way.
    ("https://example.com/1?b=2&a=1", "https://example.com/1?a=1&b=2"),
    ("https://example.com/1?a=2&a=1", "https://example.com/1?a=1&a=2"),
    ("https://example.com/1?q=c%2b%2b+dev", "https://example.com/1?q=c%2B%2B+dev"),
    ("https://example.com/1?q=c%2B%2B%20dev", "https://example.com/1?q=c%2B%2B+dev"),
    ("https://example.com/1?a=&b", "https://example.com/1?a=&b="),
    ("https://example.com/1?", "https://example.com/1"),
    ("https://example.com/1?&&", "https://example.com/1"),
    ("https://example.com/1?a=%FF&b=%ff", "https://example.com/1?a=%FF&b=%FF"),
    # What names the posting stays.
    ("https://boards.greenhouse.io/acme/jobs/1?gh_jid=1&gh_src=x", "https://boards.greenhouse.io/acme/jobs/1?gh_jid=1"),
    ("https://indeed.com/viewjob?from=serp&jk=abc", "https://indeed.com/viewjob?from=serp&jk=abc"),
    ("https://www.linkedin.com/jobs/search/?currentJobId=7&trk=x", "https://linkedin.com/jobs/search?currentJobId=7"),
    ("https://boards.greenhouse.io/embed/job_app?token=7&for=acme", "https://boards.greenhouse.io/embed/job_app?for=acme&token=7"),
]  # fmt: skip
# Parts of an address that mean nothing in the place where they stand.
WORD = st.text(min_size=1, max_size=12).filter(lambda text: not any(0xD800 <= ord(c) < 0xE000 for c in text))
TRACKING = st.sampled_from(["utm_source", "UTM_x", "gclid", "fbclid", "msclkid", "ref", "trk", "gh_src", "pk_kwd"])
IDENTITY = st.sampled_from(["gh_jid", "jk", "currentJobId", "token", "for", "id", "jobId"])
PAIRS = st.lists(st.tuples(IDENTITY, WORD), max_size=6)


def address(pairs: list[tuple[str, str]], start: str = "https://example.com/jobs") -> str:
    return f"{start}?{'&'.join(f'{name}={quote_plus(value)}' for name, value in pairs)}"


@pytest.mark.parametrize(("sent", "expected"), SAME)
def test_the_form_that_is_compared(sent: str, expected: str) -> None:
    assert canonical_url(sent) == expected
    assert canonical_url(expected) == expected


@pytest.mark.parametrize(
    "url",
    ["", "example.com/1", "//example.com/1", "ftp://example.com/1", "javascript:alert(1)", "mailto:a@example.com",
     "https://", "https:///1", "https://:80/1", "https://[::1/1", "https://example.com:port/1",
     "https://example.com:65536/1", "https://example.com:-1/1", "https://exa\uff0fmple.com/1",
     "https://example.com/?a=\ud800"],
)  # fmt: skip
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 the callers' words are their own
        canonical_url(url)


@given(pairs=PAIRS, host=WORD, path=WORD)
def test_it_is_the_form_of_itself(pairs: list[tuple[str, str]], host: str, path: str) -> None:
    try:
        once = canonical_url(address(pairs, f"https://www.{host}/{path}"))
    except ValueError:
        assume(False)
    assert canonical_url(once) == once


@given(data=st.data(), pairs=PAIRS, tracking=st.lists(st.tuples(TRACKING, WORD), max_size=6))
def test_order_and_tracking_do_not_matter(
    data: st.DataObject, pairs: list[tuple[str, str]], tracking: list[tuple[str, str]]
) -> None:
    shuffled = data.draw(st.permutations([*pairs, *tracking]))
    assert canonical_url(address(shuffled)) == canonical_url(address(pairs))


@given(pairs=PAIRS, others=PAIRS)
def test_what_names_the_posting_matters(pairs: list[tuple[str, str]], others: list[tuple[str, str]]) -> None:
    is_same = sorted(pairs) == sorted(others)
    assert (canonical_url(address(pairs)) == canonical_url(address(others))) is is_same
