"""What people did, by metric."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from wv_sandbox.klaviyo.events import as_resource, happened, metric_id

STREAM = "events"
NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
ORDERS = metric_id(7, "Placed Order")


def expected(first: datetime, last: datetime, now: datetime) -> set[str]:
    return {as_resource(7, event).id for event in happened(7, first, last, now)}


def test_every_event_of_the_time_is_read(read):
    rows = read(STREAM, start_date="2026-11-10")

    first = datetime(2026, 11, 10, tzinfo=UTC)
    assert {row["id"] for row in rows} == expected(
        first, NOW - timedelta(minutes=1), NOW
    )


def test_each_metric_is_asked_for_by_itself(read, asked):
    read(STREAM, start_date="2026-11-14")

    filters = {query["filter"].partition(")")[0] for query in asked("/api/events")}
    assert len(filters) == 8


def test_the_time_to_go_is_reckoned_by_metrics_and_their_time(read, monkeypatch):
    shares: list[float] = []
    monkeypatch.setattr(
        "tap_kit.report.RunReport.foresee", lambda *told: shares.append(told[-1])
    )

    read(STREAM, start_date="2026-11-01", event_metric_ids=[ORDERS, "none"])

    assert shares == sorted(shares)
    assert 0.5 in shares
    assert 0 < min(filter(None, shares)) < 0.1
    assert max(shares) < 1


def test_only_chosen_metrics_are_read(read):
    rows = read(STREAM, event_metric_ids=[ORDERS])

    assert {row["metric_id"] for row in rows} == {ORDERS}


def test_an_order_has_its_value_to_the_digit(read):
    rows = read(STREAM, event_metric_ids=[ORDERS])

    seen = {
        as_resource(7, e).id: e.value
        for e in happened(7, NOW - timedelta(20), NOW, NOW)
    }
    assert rows
    for row in rows:
        assert float(row["value"]) == float(seen[row["id"]])
        assert isinstance(row["value"], str)


def test_an_event_that_comes_late_is_read_by_a_later_run(make_tap, sync, clock):
    first = sync(make_tap(STREAM, start_date="2026-11-10"))
    clock.advance(3 * 86_400)

    second = sync(make_tap(STREAM, start_date="2026-11-10", state=first.state))

    both = {row["id"] for said in (first, second) for row in said.records(STREAM)}
    start, end = datetime(2026, 11, 10, tzinfo=UTC), NOW + timedelta(days=3, minutes=-1)
    late = expected(start, NOW - timedelta(minutes=1), NOW + timedelta(days=3)) - {
        row["id"] for row in first.records(STREAM)
    }
    assert late, "the sandbox has events that come late"
    assert both == expected(start, end, NOW + timedelta(days=3))


def test_an_event_dated_in_the_future_drags_nothing(make_tap, sync):
    said = sync(make_tap(STREAM, start_date="2026-11-10"))
    ahead = list(happened(7, NOW, NOW + timedelta(days=90), NOW))

    through = said.state["bookmarks"][STREAM]["through"].values()
    assert ahead, "the sandbox has events dated ahead"
    assert max(through) == "2026-11-15T08:59:00Z"
    assert all(row["datetime"] <= "2026-11-15T08:59:00" for row in said.records(STREAM))


def test_an_event_dated_in_the_future_is_read_when_it_has_come(make_tap, sync, clock):
    ahead = next(iter(happened(7, NOW, NOW + timedelta(days=90), NOW)))
    clock.set(ahead.at + timedelta(days=1))

    said = sync(make_tap(STREAM, start_date=ahead.at.date().isoformat()))

    assert as_resource(7, ahead).id in {row["id"] for row in said.records(STREAM)}


def test_what_an_event_tells_is_personal(read):
    assert not any(row["event_properties"] for row in read(STREAM))
    assert all(row["event_properties"] for row in read(STREAM, pii_mode="keep"))
