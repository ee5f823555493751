"""A window begins early enough, ends late enough, and its state is always safe."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tap_shopify_wv.bulk_jobs import Span
from tap_shopify_wv.windows import (
    INDEX_LAG,
    Progress,
    parse,
    search,
    warn_of_old_orders,
    written,
)

NOW = datetime(2026, 11, 15, 9, 0, 30, 500, tzinfo=UTC)
FLOOR = datetime(2025, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def progress(state, **changed):
    options = {
        "key": "updated_at",
        "shop": "a.myshopify.com",
        "floor": FLOOR,
        "until": NOW - INDEX_LAG,
        "lookback": 7 * DAY,
    }
    return Progress(state, **options | changed)


def value(state) -> str:
    return state["replication_key_value"]


def test_a_first_run_reads_from_the_floor_to_two_minutes_ago():
    begin, end = progress({}).span

    assert begin == FLOOR
    assert written(end) == "2026-11-15T08:58:30Z"


def test_a_later_run_begins_a_lookback_before_its_value():
    span = progress({"replication_key_value": "2026-11-14T00:00:00Z"}).span

    assert written(span.begin) == "2026-11-07T00:00:00Z"


def test_no_run_begins_before_the_floor():
    span = progress({"replication_key_value": "2025-01-03T00:00:00Z"}).span

    assert span.begin == FLOOR


def test_a_floor_in_the_future_gives_an_empty_window():
    span = progress({}, floor=NOW + DAY).span

    assert span.begin == span.end


def test_the_value_moves_with_the_nodes():
    state = {}
    here = progress(state)

    here.reach(parse("2026-01-01T00:00:00Z"))

    assert state == {
        "shop": "a.myshopify.com",
        "replication_key": "updated_at",
        "replication_key_value": "2026-01-01T00:00:00Z",
    }


def test_the_value_never_moves_back():
    """The lookback reads what lies before it."""
    state = {"replication_key_value": "2026-11-14T00:00:00Z"}

    progress(state).reach(parse("2026-11-08T00:00:00Z"))

    assert value(state) == "2026-11-14T00:00:00Z"


def test_a_node_that_changed_while_it_was_read_says_nothing_of_the_others():
    """Its instant lies beyond its place in the order."""
    state = {}
    here = progress(state)
    here.reach(parse("2026-01-01T00:00:00Z"))

    here.reach(parse("2026-11-15T09:00:00Z"))

    assert value(state) == "2026-01-01T00:00:00Z"


def test_after_a_step_back_the_value_waits_for_the_end_of_the_window(caplog):
    state = {}
    here = progress(state)
    for day in ("03", "02", "04"):
        here.reach(parse(f"2026-01-{day}T00:00:00Z"))

    assert value(state) == "2026-01-03T00:00:00Z"
    assert "out of order" in caplog.text
    here.complete()
    assert value(state) == "2026-11-15T08:58:30Z"


def test_a_whole_window_moves_the_value_to_its_end():
    state = {}

    progress(state).complete()

    assert value(state) == "2026-11-15T08:58:30Z"


def test_a_value_beyond_the_window_stays():
    """Two runs within two minutes."""
    state = {"replication_key_value": "2026-11-15T09:00:00Z"}

    progress(state).complete()

    assert value(state) == "2026-11-15T09:00:00Z"


def test_a_window_is_half_open_in_the_search():
    span = Span(FLOOR, NOW.replace(microsecond=0))

    assert search("updated_at", span, ["test:false"]) == (
        "updated_at:>='2025-01-01T00:00:00Z' AND updated_at:<'2026-11-15T09:00:30Z'"
        " AND test:false"
    )


def test_a_window_tells_how_much_of_its_time_has_passed():
    read = progress({}, floor=NOW - 4 * DAY, until=NOW)
    before = read.share

    read.reach(read.span.begin + (read.span.end - read.span.begin) / 4)

    assert (before, read.share) == (0.0, 0.25)


def test_a_window_without_length_is_not_begun():
    assert progress({}, floor=NOW, until=NOW).share == 0.0


@pytest.mark.parametrize(("field", "span"), [(None, Span(FLOOR, NOW)), ("x", None)])
def test_without_field_or_window_only_the_other_terms_are_searched(field, span):
    assert search(field, span) is None
    assert search(field, span, ["a:b"]) == "a:b"


@pytest.mark.parametrize("text", ["2026-11-15", "2026-11-15T09:00:00", "soon"])
def test_an_instant_has_a_time_zone(text):
    with pytest.raises(ValueError, match=r".+"):
        parse(text)


@pytest.mark.parametrize(
    ("days", "all_orders", "is_told"),
    [(61, False, True), (59, False, False), (61, True, False)],
)
def test_invisible_orders_are_warned_of(caplog, days, all_orders, is_told):
    warn_of_old_orders(NOW - days * DAY, NOW, all_orders=all_orders)

    assert ("read_all_orders" in caplog.text) is is_told
