"""Thirty years a grid point, once."""

from __future__ import annotations

from datetime import date

STREAM = "weather_daily_history"
NEW_YORK = {"latitude": 40.78, "longitude": -73.97}
YEAR = {"history_start_date": "2019-01-01", "history_end_date": "2019-12-31"}


def test_every_day_of_the_period_arrives_by_grid_point(make_tap, sync):
    rows = sync(make_tap(STREAM, **YEAR)).records(STREAM)

    assert len(rows) == 2 * 365
    assert {row["grid_cell_id"] for row in rows} == {"+40.75-074.00", "+52.50+013.50"}
    assert (rows[0]["date"], rows[364]["date"]) == ("2019-01-01", "2019-12-31")


def test_thirty_years_are_the_default(make_tap, sync):
    said = sync(make_tap(STREAM, cells=[NEW_YORK]))

    days = (date(2020, 12, 31) - date(1991, 1, 1)).days + 1
    assert len(said.records(STREAM)) == days == 10_958
    assert said.state["bookmarks"][STREAM] == {
        "through": {"2020-12-31": ["+40.75-074.00"]}
    }


def test_the_grid_point_itself_is_asked_for(make_tap, sync, box):
    """ERA5 knows nothing finer, so its own point gives what any cell near it would."""
    sync(make_tap(STREAM, cells=[NEW_YORK], **YEAR))

    (request,) = box.requests
    assert request.query["latitude"] == "40.750000"
    assert request.query["longitude"] == "-74.000000"


def test_cells_of_one_grid_point_share_its_history(make_tap, sync, box):
    near = {"latitude": 40.70, "longitude": -73.95}

    rows = sync(make_tap(STREAM, cells=[NEW_YORK, near], **YEAR)).records(STREAM)

    assert len(rows) == 365
    assert box.requests[0].query["latitude"] == "40.750000"


def test_it_is_read_once(make_tap, sync, box):
    """It costs hundreds of calls a point, and it is final."""
    state = sync(make_tap(STREAM, **YEAR)).state
    asked = len(box.requests)

    said = sync(make_tap(STREAM, state=state, **YEAR))

    assert not said.records(STREAM)
    assert len(box.requests) == asked


def test_a_longer_period_reads_only_what_is_new(make_tap, sync):
    state = sync(make_tap(STREAM, **YEAR)).state
    longer = YEAR | {"history_end_date": "2020-12-31"}

    rows = sync(make_tap(STREAM, state=state, **longer)).records(STREAM)

    assert min(row["date"] for row in rows) == "2020-01-01"
    assert len(rows) == 2 * 366


def test_a_period_that_is_not_over_ends_at_the_last_whole_day(make_tap, sync):
    period = {"history_start_date": "2026-11-01", "history_end_date": "2026-12-31"}

    rows = sync(make_tap(STREAM, **period)).records(STREAM)

    assert max(row["date"] for row in rows) == "2026-11-09"


def test_a_day_was_known_five_days_after_its_end(make_tap, sync):
    rows = sync(make_tap(STREAM, **YEAR)).records(STREAM)

    assert rows[0]["as_of"] == "2019-01-07T00:00:00Z"


def test_the_archive_does_not_begin_before_1940(make_tap, sync, box):
    """Asking for more is refused by the API, and costs a call."""
    period = {"history_start_date": "1900-01-01", "history_end_date": "1940-01-03"}

    sync(make_tap(STREAM, **period))

    assert box.requests[0].query["start_date"] == "1940-01-01"
