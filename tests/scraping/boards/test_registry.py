"""Which addresses belong to which board, and that those of one posting have one key."""

import pytest

from scraping.boards.registry import identify, identify_page

UUID = "5ac21346-8e0c-4494-8e7a-3eb92ff77902"
POSTINGS = {
    "greenhouse:acme:123": [
        "https://boards.greenhouse.io/acme/jobs/123",
        "https://boards.greenhouse.io/Acme/jobs/123?gh_src=x#app",
        "http://job-boards.greenhouse.io/acme/jobs/123/",
        "https://job-boards.eu.greenhouse.io/acme/jobs/123",
        "https://boards.greenhouse.io/embed/job_app?for=acme&token=123",
        "https://boards.greenhouse.io/embed/job_app?token=123&for=acme",
        "https://boards.greenhouse.io/acme?gh_jid=123",
        "https://boards-api.greenhouse.io/v1/boards/acme/jobs/123",
    ],
    f"lever:acme:{UUID}": [
        f"https://jobs.lever.co/acme/{UUID}",
        f"https://jobs.lever.co/acme/{UUID}/apply",
        f"https://jobs.eu.lever.co/acme/{UUID}",
        f"https://api.lever.co/v0/postings/acme/{UUID}",
    ],
    f"ashby:Acme Labs:{UUID}": [
        f"https://jobs.ashbyhq.com/Acme%20Labs/{UUID}",
        f"https://jobs.ashbyhq.com/Acme%20Labs/{UUID}/application",
    ],
    "workable:acme:ABC123": [
        "https://apply.workable.com/acme/j/ABC123/",
        "https://apply.workable.com/acme/j/abc123/apply/",
        "https://acme.workable.com/j/ABC123",
    ],
    "smartrecruiters:acme:743999": [
        "https://jobs.smartrecruiters.com/Acme/743999-night-baker",
        "https://jobs.smartrecruiters.com/Acme/743999",
        "https://api.smartrecruiters.com/v1/companies/acme/postings/743999",
    ],
    "recruitee:acme:baker": ["https://acme.recruitee.com/o/baker", "https://acme.recruitee.com/en/o/baker"],
    "personio:acme:77": ["https://acme.jobs.personio.de/job/77", "https://acme.jobs.personio.com/job/77?language=en"],
    "teamtailor:acme:77": ["https://acme.teamtailor.com/jobs/77-baker", "https://acme.teamtailor.com/en-GB/jobs/77-baker/applications/new"],
    "bamboohr:acme:77": ["https://acme.bamboohr.com/careers/77", "https://acme.bamboohr.com/jobs/view.php?id=77"],
    "workday:acme:JR-7": [
        "https://acme.wd5.myworkdayjobs.com/en-US/External/job/Porto/Baker_JR-7",
        "https://acme.wd5.myworkdayjobs.com/External/job/Lisboa/Baker_JR-7/apply",
        "https://acme.wd5.myworkdayjobs.com/External/details/Baker_JR-7",
        "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/External/job/Porto/Baker_JR-7",
    ],
}  # fmt: skip
WHOLE = {
    "https://job-boards.greenhouse.io/acme": "https://boards-api.greenhouse.io/v1/boards/acme/jobs",
    "https://boards.greenhouse.io/embed/job_board?for=acme": "https://boards-api.greenhouse.io/v1/boards/acme/jobs",
    "https://jobs.lever.co/acme": "https://api.lever.co/v0/postings/acme?mode=json",
    "https://jobs.ashbyhq.com/acme": "https://api.ashbyhq.com/posting-api/job-board/acme?includeCompensation=true",
    "https://api.ashbyhq.com/posting-api/job-board/acme": (
        "https://api.ashbyhq.com/posting-api/job-board/acme?includeCompensation=true"
    ),
    "https://apply.workable.com/acme/": "https://apply.workable.com/api/v1/widget/accounts/acme?details=true",
    "https://apply.workable.com/api/v1/widget/accounts/acme": (
        "https://apply.workable.com/api/v1/widget/accounts/acme?details=true"
    ),
    "https://careers.smartrecruiters.com/Acme/": (
        "https://api.smartrecruiters.com/v1/companies/Acme/postings?limit=100"
    ),
    "https://acme.recruitee.com/": "https://acme.recruitee.com/api/offers/",
    "https://acme.jobs.personio.de/": "https://acme.jobs.personio.de/xml?language=en",
    "https://acme.teamtailor.com/": "https://acme.teamtailor.com/jobs.rss",
    "https://acme.bamboohr.com/careers": "https://acme.bamboohr.com/careers/list",
}
NEITHER = [
    "https://acme.example/jobs/1",
    "https://greenhouse.io/acme/jobs/1",
    "https://boards.greenhouse.io/",
    "https://boards.greenhouse.io/acme/jobs/not-a-number",
    "https://boards.greenhouse.io.evil.example/acme/jobs/1",
    "https://jobs.lever.co/",
    "https://jobs.ashbyhq.com/",
    "https://apply.workable.com/j/ABC123",
    "https://www.workable.com/",
    "https://jobs.smartrecruiters.com/",
    "https://a.b.recruitee.com/o/x",
    "https://app.teamtailor.com/jobs/1",
    "https://acme.bamboohr.com/login",
    "https://acme.wd5.myworkdayjobs.com/",
    "ftp://jobs.lever.co/acme/1",
    "https://[broken/jobs",
    "",
]


@pytest.mark.parametrize(("url", "key"), [(url, key) for key, urls in POSTINGS.items() for url in urls])
def test_all_addresses_of_a_posting_have_one_key(url: str, key: str) -> None:
    match = identify(url)
    assert match is not None
    assert match.key == key


@pytest.mark.parametrize("url", WHOLE)
def test_addresses_of_whole_boards(url: str) -> None:
    match = identify(url)
    assert match is not None
    assert (match.key, match.listing) == (None, WHOLE[url])


@pytest.mark.parametrize("url", NEITHER)
def test_addresses_of_no_board(url: str) -> None:
    assert identify(url) is None
    assert identify_page(url, "") is None


def test_an_interface_on_another_host_belongs_to_the_instance() -> None:
    match = identify(f"https://jobs.eu.lever.co/acme/{UUID}")
    assert match is not None
    assert match.api == f"https://api.eu.lever.co/v0/postings/acme/{UUID}?mode=json"


def test_parts_of_an_address_cannot_lead_elsewhere_in_the_interface() -> None:
    match = identify("https://jobs.lever.co/..%2F..%2Fadmin/1%3Fx=y")
    assert match is not None
    assert match.api == "https://api.lever.co/v0/postings/..%2F..%2Fadmin/1%3Fx%3Dy?mode=json"
