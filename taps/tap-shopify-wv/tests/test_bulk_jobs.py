"""Jobs outlive a run in its state, and windows can be cut without a gap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.errors import SettingsError
from tap_shopify_wv.bulk_jobs import SHORTEST, Job, Jobs, Span

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
instants = st.timedeltas(timedelta(0), 2000 * DAY).map(lambda age: NOW - age)


def days(begin: int, end: int) -> Span:
    """Return a window in days before now."""
    return Span(NOW - begin * DAY, NOW - end * DAY)


def job(number: int, span: Span | None, age: timedelta = HOUR, query: str = "q") -> Job:
    return Job(f"gid://shopify/BulkOperation/{number}", query, span, NOW - age)


@pytest.fixture
def book() -> Callable[..., Jobs]:
    def make(*jobs: Job) -> Jobs:
        state: dict[str, Any] = {}
        first = Jobs(state, lambda: None)
        for one in jobs:
            first.add(one)
        return Jobs(state, lambda: None)  # As the next run reads it.

    return make


def test_a_job_is_told_at_once_and_forgotten_with_the_next_state():
    told: list[dict[str, Any]] = []
    state: dict[str, Any] = {"replication_key_value": "x"}
    jobs = Jobs(state, lambda: told.append(dict(state)))

    jobs.add(job(1, days(30, 0)))
    jobs.forget(job(1, days(30, 0)))

    assert told == [
        {
            "replication_key_value": "x",
            "bulk_jobs": [
                {
                    "id": "gid://shopify/BulkOperation/1",
                    "query": "q",
                    "from": "2026-10-22T06:00:00Z",
                    "to": "2026-11-21T06:00:00Z",
                    "started_at": "2026-11-21T05:00:00Z",
                }
            ],
        }
    ]
    assert state == {"replication_key_value": "x"}


@pytest.mark.parametrize("span", [days(30, 0), None])
def test_the_next_run_finds_a_job_as_it_was(book: Any, span: Span | None):
    one = job(1, span, timedelta(minutes=10))

    assert book(one).fitting("q", span, NOW) == [one]


def test_a_job_that_began_before_the_bookmark_still_serves(book: Any):
    one = job(1, days(30, 10))

    assert book(one).fitting("q", days(20, 0), NOW) == [one]


def test_jobs_that_follow_each_other_are_taken_together(book: Any):
    second, first = job(2, days(20, 10)), job(1, days(30, 20))

    assert book(second, first).fitting("q", days(25, 0), NOW) == [first, second]


@pytest.mark.parametrize(
    "other",
    [
        job(1, days(30, 10), query="other"),
        job(1, days(19, 10)),
        job(1, days(30, 20)),
        job(1, days(30, -1)),
        job(1, days(30, 10), timedelta(days=6)),
        job(1, None),
    ],
    ids=["query", "gap before", "ends before", "ends behind", "old", "no window"],
)
def test_a_job_that_reads_something_else_is_of_no_use(book: Any, other: Job):
    jobs = book(other)

    assert jobs.fitting("q", days(20, 0), NOW) == []
    assert jobs.others([]) == [other]


def test_a_job_for_all_serves_for_an_hour_only(book: Any):
    assert book(job(1, None, SHORTEST)).fitting("q", None, NOW) == []


def test_a_job_with_a_window_never_stands_for_all(book: Any):
    assert book(job(1, days(30, 0))).fitting("q", None, NOW) == []


@pytest.mark.parametrize(
    "entries",
    ["text", [1], [{}], [{"id": 1, "query": "q", "from": None, "to": None}]]
    + [
        [
            {
                "id": "a",
                "query": "q",
                "from": None,
                "to": None,
                "started_at": started_at,
            }
        ]
        for started_at in (None, "yesterday", 7)
    ],
)
def test_a_state_with_something_else_is_refused(entries: object):
    with pytest.raises(SettingsError, match="bulk jobs are none"):
        Jobs({"bulk_jobs": entries}, lambda: None)


@given(instants, st.timedeltas(timedelta(0), timedelta(days=90)), st.integers(1, 40))
def test_slices_leave_no_gap(begin: datetime, length: timedelta, width: int):
    span = Span(begin, begin + length)

    slices = list(span.slices(timedelta(days=width)))

    assert all(a.end == b.begin for a, b in pairwise(slices))
    assert all(one.end - one.begin <= timedelta(days=width) for one in slices)
    edges = (slices[0].begin, slices[-1].end) if slices else (begin, begin)
    assert edges == span


@given(instants, st.timedeltas(timedelta(0), timedelta(days=90)))
def test_halves_leave_no_gap_and_end(begin: datetime, length: timedelta):
    waiting, parts = [Span(begin, begin + length)], []
    while waiting:
        span = waiting.pop(0)
        halves = span.halves()
        waiting[:0] = halves
        parts += [] if halves else [span]

    assert all(a.end == b.begin for a, b in pairwise(parts))
    assert (parts[0].begin, parts[-1].end) == (begin, begin + length)
    assert all(part.end - part.begin <= SHORTEST for part in parts)
