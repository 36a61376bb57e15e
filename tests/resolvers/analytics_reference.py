"""The definitions of docs/analytics.md once more: slow, obvious, one job at a time, without a database.

Nothing here is shared with the product, so that the two can disagree.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from tests.resolvers.analytics_histories import STATUSES, Event, Tracked

ANSWERS = ("interviewing", "offer_received", "rejected")
APPLICATION = ("applied", *ANSWERS)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reference:
    """Everything that is asked of one account, at one moment, in one calendar."""

    jobs: Sequence[Tracked]
    now: datetime
    zone: str = "UTC"
    since: date | None = None
    until: date | None = None
    week_start: str = "monday"
    goal: int | None = None
    ghost_after_days: int = 30

    @property
    def live(self) -> list[Tracked]:
        return [job for job in self.jobs if not job.is_deleted]

    @property
    def applications(self) -> list[Tracked]:
        return [job for job in self.live if first(job, *APPLICATION)]

    @property
    def cohort(self) -> list[Tracked]:
        return [job for job in self.applications if self.is_within(self.applied_on(job), self.since, self.until)]

    @property
    def today(self) -> date:
        return self.day(self.now)

    def day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def applied_on(self, job: Tracked) -> date:
        event = first(job, *APPLICATION)
        assert event
        return self.day(event.occurred_at)

    def saved_on(self, job: Tracked) -> date:
        return self.day(job.events[0].occurred_at)

    @staticmethod
    def is_within(day: date, since: date | None, until: date | None) -> bool:
        return (since is None or day >= since) and (until is None or day < until)

    # -- headline numbers

    def dashboard(self) -> dict[str, Any]:
        return {
            "total_applications": self.count(len, self.cohort, self.applied_on, self.applications),
            "active_companies": self.count(active_companies, self.live, self.saved_on, self.live),
            "interview_rate": self.rate(is_interviewed),
            "response_rate": self.rate(is_answered),
            "positive_response_rate": self.rate(is_interviewed),
            "offer_rate": self.rate(is_offered),
            "avg_match_score": self.mean_score(),
            "time_to_response": self.time_to_response(),
            "by_status": [
                {"status": status, "count": sum(job.status == status for job in self.live)} for status in STATUSES
            ],
            "by_source": self.by_source(),
            "funnel": self.funnel(),
            "time_in_stage": self.time_in_stage(),
            "applications_over_time": self.per_day(30),
            "heatmap": self.per_day(365),
            "streak": self.streak(),
            "weekly_goal": self.weekly_goal(),
            "ghosted": sum(self.is_ghosted(job) for job in self.cohort),
            "score_bands": [self.score_band(*band) for band in ((0, 39), (40, 59), (60, 79), (80, 100))],
        }

    def windows(self, jobs: Sequence[Tracked], dated: Callable[[Tracked], date]) -> tuple[list[Tracked], list[Tracked]]:
        """Those of the last thirty days, and those of the thirty days before."""
        ages = [(job, (self.today - dated(job)).days) for job in jobs]
        return [job for job, age in ages if 0 <= age < 30], [job for job, age in ages if 30 <= age < 60]

    def count(
        self,
        measure: Callable[[Sequence[Tracked]], int],
        jobs: Sequence[Tracked],
        dated: Callable[[Tracked], date],
        trended: Sequence[Tracked],
    ) -> dict[str, Any]:
        current, previous = self.windows(trended, dated)
        return {"value": measure(jobs), "trend": trend(measure(current), measure(previous))}

    def rate(self, holds: Callable[[Tracked], bool]) -> dict[str, Any]:
        current, previous = self.windows(self.applications, self.applied_on)
        n = len(self.cohort)
        change = trend(share(holds, current), share(holds, previous))
        return {"value": share(holds, self.cohort), "n": n, "small_sample": n < 10, "trend": change}

    def mean_score(self) -> dict[str, Any]:
        def mean(jobs: Sequence[Tracked]) -> float | None:
            scores = [job.score for job in jobs if job.score is not None]
            return sum(scores) / len(scores) if scores else None

        current, previous = self.windows(self.live, self.saved_on)
        n = sum(job.score is not None for job in self.live)
        return {"value": mean(self.live), "n": n, "small_sample": n < 10, "trend": trend(mean(current), mean(previous))}

    def time_to_response(self) -> dict[str, Any]:
        times = [days for job in self.cohort if (days := response_days(job)) is not None]
        windows = self.windows(self.applications, self.applied_on)
        medians = [
            quantile([days for job in window if (days := response_days(job)) is not None], 0.5) for window in windows
        ]
        return {
            "median": quantile(times, 0.5), "p75": quantile(times, 0.75), "n": len(times),
            "excluded": sum(is_answered_early(job) for job in self.cohort), "trend": trend(*medians),
        }  # fmt: skip

    # -- lists

    def answered(self, live: Sequence[Tracked], cohort: Sequence[Tracked]) -> dict[str, Any]:
        responded = sum(is_answered(job) for job in cohort)
        return {
            "count": len(live), "applied": len(cohort), "responded": responded,
            "response_rate": share(is_answered, cohort),
        }  # fmt: skip

    def by_source(self) -> list[dict[str, Any]]:
        rows = [
            {"source": source} | self.answered(
                [job for job in self.live if job.source == source], [job for job in self.cohort if job.source == source]
            )
            for source in {job.source for job in self.live}
        ]  # fmt: skip
        return sorted(rows, key=lambda row: (-row["count"], -row["applied"], row["source"]))

    def score_band(self, least: int, most: int) -> dict[str, Any]:
        def is_in(job: Tracked) -> bool:
            return job.score is not None and least <= job.score <= most

        live, cohort = ([job for job in jobs if is_in(job)] for jobs in (self.live, self.cohort))
        return {"band": f"{least}-{most}", "min": least, "max": most} | self.answered(live, cohort)

    def companies(self) -> list[dict[str, Any]]:
        """Without their spelling, which is that of the job stored last."""
        names = {job.company.casefold() for job in self.cohort}
        rows = [self.company(name, [job for job in self.cohort if job.company.casefold() == name]) for name in names]
        return sorted(rows, key=lambda row: (-row["applications"], row["key"]))

    def company(self, name: str, jobs: Sequence[Tracked]) -> dict[str, Any]:
        ghosted = sum(self.is_ghosted(job) for job in jobs)
        return {
            "key": name.replace("ö", "o"), "applications": len(jobs),
            "responded": sum(is_answered(job) for job in jobs), "response_rate": share(is_answered, jobs),
            "small_sample": len(jobs) < 10,
            "median_days_to_response": quantile([d for job in jobs if (d := response_days(job)) is not None], 0.5),
            "ghosted": ghosted, "ghosted_share": ghosted / len(jobs),
            "last_applied_on": max(self.applied_on(job) for job in jobs),
        }  # fmt: skip

    def is_ghosted(self, job: Tracked) -> bool:
        waited = (self.today - self.applied_on(job)).days
        return not is_answered(job) and job.status == "applied" and waited >= self.ghost_after_days

    # -- stages

    def funnel(self) -> list[dict[str, Any]]:
        steps = [
            ("applied", "applied", self.cohort),
            ("interviewing", "interviewing", [job for job in self.cohort if is_interviewed(job)]),
            ("offer", "offer_received", [job for job in self.cohort if is_offered(job)]),
        ]
        rows: list[dict[str, Any]] = []
        for stage, status, reached in steps:
            previous = rows[-1]["reached"] if rows else None
            rows.append({
                "stage": stage,
                "reached": len(reached),
                "rate_from_applied": len(reached) / len(self.cohort) if self.cohort else None,
                "rate_from_previous": len(reached) / previous if previous else None,
                "current": sum(job.status == status for job in self.cohort),
            })  # fmt: skip
        return rows

    def time_in_stage(self) -> list[dict[str, Any]]:
        jobs = self.live if self.since is None and self.until is None else self.cohort
        rows = []
        for stage in STATUSES:
            times = [days for job in jobs for where, days in stays(job) if where == stage]
            quantiles = (quantile(times, 0.5), quantile(times, 0.75)) if len(times) >= 3 else (None, None)
            still = sum(job.history[-1].to_status == stage for job in jobs)
            rows.append({"stage": stage, "median": quantiles[0], "p75": quantiles[1], "n": len(times),
                         "still_in": still})  # fmt: skip
        return rows

    def links(self) -> dict[tuple[str, str], int]:
        links: Counter[tuple[str, str]] = Counter()
        for job in self.cohort:
            way = path(job)
            links.update(pairwise(way))
        return dict(links)

    # -- calendar

    def per_day(self, days: int) -> list[dict[str, Any]]:
        every = [self.today - DAY * back for back in reversed(range(days))]
        return [{"date": day, "count": sum(self.applied_on(job) == day for job in self.applications)} for day in every]

    def streak(self) -> dict[str, Any]:
        days = {self.applied_on(job) for job in self.cohort}
        runs = []
        for day in days:
            length = 0
            while day - DAY * length in days:
                length += 1
            runs.append((length, day))
        latest = [length for length, day in runs if day >= self.today - DAY and day + DAY not in days]
        return {
            "current": max(latest, default=0),
            "longest": max((length for length, _ in runs), default=0),
            "last_active_on": max(days, default=None),
        }

    def weekly_goal(self) -> dict[str, Any]:
        start = self.week_of(self.today)
        done = sum(start <= self.applied_on(job) < start + DAY * 7 for job in self.applications)
        remaining = None if self.goal is None else max(0, self.goal - done)
        return {"target": self.goal, "done": done, "remaining": remaining, "week_start": start}

    def week_of(self, day: date) -> date:
        while day.strftime("%A").lower() != self.week_start:
            day -= DAY
        return day

    def bucket_of(self, bucket: str, day: date) -> date:
        return {"day": day, "week": self.week_of(day), "month": day.replace(day=1)}[bucket]

    def timeline(self, bucket: str, reach: int | None) -> list[dict[str, Any]]:
        """Of the last `reach` days; or from the first day to the last that the cohort's bounds leave."""
        until = self.until or self.today + DAY
        since = self.since
        if reach is not None:
            since = self.bucket_of(bucket, self.today - DAY * (reach - 1))
        arrivals = [
            (series, day)
            for job in self.live
            for series, moment in series_of(job).items()
            if self.is_within(day := self.day(moment), since, until)
        ]
        first_day = since or min((day for _, day in arrivals), default=until - DAY)
        starts = sorted({self.bucket_of(bucket, first_day + DAY * nth) for nth in range((until - first_day).days)})
        counts = Counter((series, self.bucket_of(bucket, day)) for series, day in arrivals)
        names = ("saved", "applied", "responded", "interviewing", "offers", "rejected")
        return [
            {"start": start, "end": self.after(bucket, start)} | {series: counts[series, start] for series in names}
            for start in starts
        ]

    def after(self, bucket: str, start: date) -> date:
        day = start
        while self.bucket_of(bucket, day) == start:
            day += DAY
        return day


def first(job: Tracked, *statuses: str) -> Event | None:
    return next((event for event in job.history if event.to_status in statuses), None)


def is_answered(job: Tracked) -> bool:
    return first(job, *ANSWERS) is not None


def is_interviewed(job: Tracked) -> bool:
    return first(job, "interviewing", "offer_received") is not None


def is_offered(job: Tracked) -> bool:
    return first(job, "offer_received") is not None


def response_days(job: Tracked) -> float | None:
    began, answer = first(job, *APPLICATION), first(job, *ANSWERS)
    if began is None or answer is None or began.to_status != "applied":
        return None
    return (answer.occurred_at - began.occurred_at).total_seconds() / 86_400


def is_answered_early(job: Tracked) -> bool:
    """An answer comes before what says that it was applied for."""
    kinds = [event.to_status for event in job.history if event.to_status in APPLICATION]
    return "applied" in kinds and kinds[0] != "applied"


def stays(job: Tracked) -> list[tuple[str, float]]:
    """Where it was for how many days, but for where it is still."""
    found = []
    arrived = job.history[0]
    for event in job.history[1:]:
        if event.to_status != arrived.to_status:
            found.append((arrived.to_status, (event.occurred_at - arrived.occurred_at).total_seconds() / 86_400))
            arrived = event
    return found


def path(job: Tracked) -> list[str]:
    """Its way in the flow, from `applied` to an outcome."""
    statuses = [event.to_status for event in job.history]
    turn = min(statuses.index(status) for status in APPLICATION if status in statuses)
    way = ["applied"]
    offer = statuses.index("offer_received") if "offer_received" in statuses else len(statuses)
    if "interviewing" in statuses and statuses.index("interviewing") < offer:
        way.append("interviewing")
        turn = statuses.index("interviewing")
    ends = [status for status in statuses[turn:] if status in ("rejected", "not_interested")]
    if offer < len(statuses):
        return [*way, "offer_received"]
    return [*way, ends[0] if ends else "no_answer"]


def series_of(job: Tracked) -> dict[str, datetime]:
    """The moments at which it is counted in a timeline."""
    events = {
        "applied": first(job, *APPLICATION),
        "responded": first(job, *ANSWERS),
        "interviewing": first(job, "interviewing"),
        "offers": first(job, "offer_received"),
        "rejected": first(job, "rejected"),
    }
    found = {series: event.occurred_at for series, event in events.items() if event}
    return {"saved": job.events[0].occurred_at} | found


def active_companies(jobs: Sequence[Tracked]) -> int:
    return len({job.company.casefold() for job in jobs if job.status not in ("rejected", "not_interested")})


def share(holds: Callable[[Tracked], bool], jobs: Sequence[Tracked]) -> float | None:
    return sum(holds(job) for job in jobs) / len(jobs) if jobs else None


def quantile(values: Sequence[float], fraction: float) -> float | None:
    """Interpolated between the two values that the fraction falls between."""
    if not values:
        return None
    ordered = sorted(values)
    place = fraction * (len(ordered) - 1)
    below = ordered[int(place)]
    above = ordered[min(int(place) + 1, len(ordered) - 1)]
    return below + (above - below) * (place - int(place))


def trend(current: float | None, previous: float | None) -> dict[str, float | None]:
    if current is None or previous is None:
        return {"current": current, "previous": previous, "delta": None, "delta_percent": None}
    delta = current - previous
    percent = delta / previous * 100 if previous else None
    return {"current": current, "previous": previous, "delta": delta, "delta_percent": percent}
