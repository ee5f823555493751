"""Windows are read by bulk jobs: none skipped, none partial, all in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_shopify_tests_bulk_shop import (
    DAY,
    NOW,
    Shop,
    Stream,
    clock,
    days,
    expected,
    ids,
    read,
    shop,
    stream,
    text,
)

from tap_shopify_wv.bulk_jobs import Jobs

if TYPE_CHECKING:
    import pytest

__all__ = ["clock", "read", "shop", "stream"]


def test_all_windows_come_whole_and_in_order(read: Any, stream: Stream):
    nodes = list(read(stream, days(25, 0)))

    assert ids(nodes) == expected(25, 0)
    assert all(len(node["lineItems"]) == 2 for node in nodes)
    assert stream.state == {}


def test_two_jobs_run_at_a_time(read: Any, stream: Stream, shop: Shop):
    nodes = read(stream, days(40, 0))

    next(nodes)
    assert len(shop.queries) == 2
    list(nodes)
    assert len(shop.queries) == 4


def test_each_job_bears_a_name_of_its_own(read: Any, stream: Stream, shop: Shop):
    list(read(stream, days(25, 0)))

    names = [query.split(maxsplit=2)[1] for query in shop.queries]
    assert names == ["wv_run_1_1", "wv_run_1_2", "wv_run_1_3"]


def test_a_job_is_in_the_state_before_its_first_row(read: Any, stream: Stream):
    nodes = read(stream, days(15, 0))

    next(nodes)

    assert [entry["id"][-1] for entry in stream.state["bulk_jobs"]] == ["1", "2"]
    assert stream.told == 2


def test_a_restart_goes_on_with_the_jobs_it_has(read: Any, stream: Stream, shop: Shop):
    """Their windows began before the bookmark; those rows are not given out again."""
    next(read(stream, days(25, 0)))
    again = Stream()
    again.jobs = Jobs(dict(stream.state), again.tell)

    nodes = list(read(again, days(22, 0)))

    assert ids(nodes) == expected(22, 0)
    assert len(shop.queries) == 3
    assert shop.cancelled == []


def test_own_jobs_nobody_waits_for_are_cancelled(read: Any, stream: Stream, shop: Shop):
    next(read(stream, days(25, 15)))
    again = Stream()
    again.jobs = Jobs(dict(stream.state), again.tell)

    assert ids(read(again, days(10, 0))) == expected(10, 0)
    assert shop.cancelled == ["gid://shopify/BulkOperation/1"]


def test_all_rows_without_a_window_are_one_job(read: Any, stream: Stream, shop: Shop):
    assert len(list(read(stream, None))) == 40
    assert len(shop.queries) == 1


def test_the_time_to_go_is_reckoned_by_the_nodes_that_the_job_counts(
    read: Any, stream: Stream, monkeypatch: pytest.MonkeyPatch
):
    shares: list[float] = []
    monkeypatch.setattr(
        "tap_kit.report.RunReport.foresee", lambda *told: shares.append(told[-1])
    )

    list(read(stream, None))

    assert shares == [number / 40 for number in range(1, 41)]


def test_an_empty_window_is_no_job(read: Any, stream: Stream, shop: Shop):
    assert list(read(stream, days(3, 3))) == []
    assert shop.queries == []


def test_a_window_without_rows_has_no_file(read: Any, stream: Stream, shop: Shop):
    shop.orders = []

    assert list(read(stream, days(5, 0))) == []
    assert stream.state == {}


def test_a_row_that_changed_meanwhile_is_left_to_a_later_window(
    read: Any, stream: Stream, shop: Shop
):
    late = {"id": "gid://shopify/Order/99", "updatedAt": text(NOW + DAY)}
    shop.fail = lambda span: {"lines": [*shop.lines(span), late]}

    assert "99" not in ids(read(stream, days(5, 0)))
