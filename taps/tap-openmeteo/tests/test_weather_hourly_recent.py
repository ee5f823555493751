"""The newest days, which reanalysis has not reached."""

from __future__ import annotations

STREAM = "weather_hourly_recent"
DAY = 86_400


def test_a_new_cell_begins_ten_days_back(make_tap, sync):
    rows = sync(make_tap(STREAM, start_date=None)).records(STREAM)

    assert len(rows) == 2 * 10 * 24
    assert min(row["time"] for row in rows) == "2026-11-05T00:00:00Z"
    assert max(row["time"] for row in rows) == "2026-11-14T23:00:00Z"


def test_uv_and_probability_are_there(make_tap, sync):
    """The archive has neither: without this stream they would stay unknown."""
    rows = sync(make_tap(STREAM)).records(STREAM)

    assert max(row["uv_index"] for row in rows) > 0
    assert all(0 <= row["precipitation_probability"] <= 100 for row in rows)


def test_the_archive_can_be_asked_instead(make_tap, sync, box):
    rows = sync(make_tap(STREAM, recent_source="archive")).records(STREAM)

    assert box.requests[0].path == "/openmeteo/customer-archive-api/v1/archive"
    assert {row["uv_index"] for row in rows} == {None}


def test_a_value_is_known_six_hours_after_its_hour(make_tap, sync):
    """The first hours of a run stand for the hour; the run needs six hours to come."""
    rows = sync(make_tap(STREAM)).records(STREAM)

    assert rows[0]["time"] == "2026-11-05T00:00:00Z"
    assert rows[0]["as_of"] == "2026-11-05T06:00:00Z"


def test_yesterday_is_whole_only_when_its_last_run_has_come(make_tap, sync, clock):
    """At 03:00 the last hours of yesterday are still to be revised."""
    clock.set(clock.now().replace(hour=3))

    said = sync(make_tap(STREAM))

    assert list(said.state["bookmarks"][STREAM]["through"]) == ["2026-11-13"]


def test_after_a_long_pause_there_is_no_gap(make_tap, sync, clock):
    """UV index and probability of the days between exist nowhere else."""
    state = sync(make_tap(STREAM)).state
    clock.advance(30 * DAY)

    rows = sync(make_tap(STREAM, state=state)).records(STREAM)

    assert min(row["time"] for row in rows) == "2026-11-05T00:00:00Z"
    assert max(row["time"] for row in rows) == "2026-12-14T23:00:00Z"


def test_a_later_start_date_is_respected(make_tap, sync):
    rows = sync(make_tap(STREAM, start_date="2026-11-13")).records(STREAM)

    assert min(row["time"] for row in rows) == "2026-11-13T00:00:00Z"
