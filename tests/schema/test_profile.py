"""The profile in GraphQL."""

from tests.conftest import Person

READ = "{ profile { timezone weekStart weeklyGoal } }"
UPDATE = """mutation($input: UpdateProfileInput!) { updateProfile(input: $input) {
  __typename
  ... on UpdateProfilePayload { profile { timezone weekStart weeklyGoal } }
  ... on ValidationError { code fields { field message } }
} }"""


async def test_what_is_sent_is_changed_and_null_clears(ada: Person) -> None:
    assert await ada.data(READ) == {"profile": {"timezone": None, "weekStart": "MONDAY", "weeklyGoal": None}}
    said = {"timezone": "Europe/Lisbon", "weekStart": "SUNDAY", "weeklyGoal": 5}
    assert (await ada.data(UPDATE, input=said))["updateProfile"]["profile"] == said
    assert (await ada.data(UPDATE, input={"weeklyGoal": None}))["updateProfile"]["profile"] == said | {
        "weeklyGoal": None
    }
    rest = (await ada.rest.get("/api/profile")).json()["data"]
    assert {name: rest[name] for name in ("timezone", "week_start", "weekly_goal")} == {
        "timezone": "Europe/Lisbon", "week_start": "sunday", "weekly_goal": None,
    }  # fmt: skip


async def test_what_a_candidate_says(ada: Person) -> None:
    read = "{ profile { headline resumeText skills preferences { remote locations jobTypes } } resumes { name kind } }"
    said = {"headline": "Engineer", "resumeText": "I know Python.", "skills": ["Python"],
            "preferences": {"remote": "ONLY", "jobTypes": ["FULL_TIME"]}}  # fmt: skip
    assert (await ada.data(UPDATE, input=said))["updateProfile"]["__typename"] == "UpdateProfilePayload"
    assert await ada.data(read) == {
        "profile": said | {"preferences": {"remote": "ONLY", "locations": [], "jobTypes": ["FULL_TIME"]}},
        "resumes": [{"name": "Resume", "kind": "TYPED"}],
    }


async def test_faults_are_a_member_of_the_union(ada: Person) -> None:
    for sent, field, message in (
        ({"timezone": "Mars/Olympus"}, "timezone", "must be an IANA time zone such as Europe/Lisbon"),
        ({"timezone": "localtime"}, "timezone", "must be an IANA time zone such as Europe/Lisbon"),
        ({"weekStart": None}, "weekStart", "must not be null"),
        ({"weeklyGoal": 1001}, "weeklyGoal", "must be less than or equal to 1000"),
    ):
        assert (await ada.data(UPDATE, input=sent))["updateProfile"] == {
            "__typename": "ValidationError",
            "code": "VALIDATION_ERROR",
            "fields": [{"field": field, "message": message}],
        }
    assert (await ada.data(READ))["profile"]["timezone"] is None
