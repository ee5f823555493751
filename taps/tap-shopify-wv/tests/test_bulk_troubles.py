"""Whatever happens to bulk jobs, no window is skipped and none is half."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tap_shopify_tests_bulk_shop import (
    DAY,
    NOW,
    Shop,
    Stream,
    clock,
    days,
    expected,
    ids,
    order,
    read,
    shop,
    stream,
)

from tap_kit.errors import AuthError, BudgetExhaustedError, DataError, SkipError
from tap_shopify_wv import bulk_api
from tap_shopify_wv.bulk_api import JobGoneError
from tap_shopify_wv.bulk_jobs import Jobs

if TYPE_CHECKING:
    from tap_kit.clock import ManualClock

__all__ = ["clock", "read", "shop", "stream"]


@pytest.mark.parametrize("error", ["TIMEOUT", "INTERNAL_SERVER_ERROR", None])
def test_a_window_that_is_too_much_is_halved(
    read: Any, stream: Stream, shop: Shop, error: str | None
):
    """None: Shopify or a person has cancelled it."""
    status = "FAILED" if error else "CANCELED"
    shop.fail = lambda span: (
        {"status": status, "error": error}
        if span and span.end - span.begin > 2 * DAY
        else {}
    )

    assert ids(read(stream, days(25, 0))) == expected(25, 0)
    assert stream.state == {}


def test_an_hour_that_is_too_much_is_read_by_pages(
    read: Any, stream: Stream, shop: Shop
):
    bad = NOW - 1.5 * DAY
    shop.fail = lambda span: (
        {"status": "FAILED", "error": "TIMEOUT"}
        if span and span.begin <= bad < span.end
        else {}
    )

    nodes = ids(read(stream, days(2, 0)))

    (span,) = stream.paged
    assert span is not None
    assert span.begin <= bad < span.end
    assert span.end - span.begin <= timedelta(hours=1)
    assert "by pages" in nodes
    assert nodes[-1] == "1"


def test_what_no_search_can_narrow_is_one_job_and_then_pages(
    read: Any, stream: Stream, shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stream, "filter_by", None)
    assert ids(read(stream, days(25, 0))) == expected(25, 0)
    assert len(shop.queries) == 1

    shop.fail = lambda _span: {"status": "FAILED", "error": "TIMEOUT"}
    assert ids(read(stream, days(25, 0))) == ["by pages"]
    assert list(read(stream, days(3, 3))) == []
    assert len(shop.queries) == 2


def test_all_that_is_too_much_is_read_by_pages(read: Any, stream: Stream, shop: Shop):
    shop.fail = lambda _span: {"status": "FAILED", "error": "TIMEOUT"}

    assert ids(read(stream, None)) == ["by pages"]
    assert stream.paged == [None]


def test_a_job_that_takes_too_long_is_cancelled_and_halved(
    read: Any, stream: Stream, shop: Shop
):
    shop.fail = lambda span: {"looks": 10_000} if span == days(8, 0) else {}

    assert ids(read(stream, days(8, 0))) == expected(8, 0)
    assert shop.cancelled == ["gid://shopify/BulkOperation/1"]


def test_a_job_that_takes_long_shows_how_far_it_is(
    read: Any, stream: Stream, shop: Shop, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("INFO")
    shop.fail = lambda _span: {"looks": 30}

    list(read(stream, days(5, 0)))

    shown = [line for line in caplog.messages if "lines so far" in line]
    assert shown
    assert "RUNNING" in shown[0]


@pytest.mark.parametrize(("strict", "kind"), [(False, SkipError), (True, AuthError)])
def test_denied_access_names_what_to_do(
    read: Any, stream: Stream, shop: Shop, strict: Any, kind: type[Exception]
):
    shop.fail = lambda _span: {"status": "FAILED", "error": "ACCESS_DENIED"}

    with pytest.raises(kind, match="denied") as caught:
        list(read(stream, days(5, 0), strict_scopes=strict))

    assert "scopes" in str(caught.value)


def test_foreign_jobs_are_waited_for_and_left_alone(
    read: Any, stream: Stream, shop: Shop, clock: ManualClock
):
    shop.busy = 7

    assert ids(read(stream, days(5, 0))) == expected(5, 0)
    assert shop.cancelled == []
    assert clock.slept[:3] == [1.0, 2.0, 4.0]


def test_places_that_stay_taken_end_the_run_resumably(
    read: Any, stream: Stream, shop: Shop
):
    shop.busy = 10_000

    with pytest.raises(BudgetExhaustedError) as caught:
        list(read(stream, days(5, 0)))

    assert caught.value.exit_code == 4


def test_without_a_second_place_one_job_runs_at_a_time(
    read: Any, stream: Stream, shop: Shop
):
    shop.busy = 4

    assert ids(read(stream, days(25, 0))) == expected(25, 0)


@pytest.mark.parametrize("gone", [{"status": "EXPIRED"}, {"url": "expired"}])
def test_a_job_that_is_gone_is_run_again(
    read: Any, stream: Stream, shop: Shop, gone: dict[str, Any]
):
    shop.fail = lambda _span: gone if len(shop.queries) == 1 else {}

    assert ids(read(stream, days(5, 0))) == expected(5, 0)
    assert len(shop.queries) == 2


def test_a_job_of_the_state_that_nobody_knows_is_run_again(
    read: Any, stream: Stream, shop: Shop
):
    next(read(stream, days(5, 0)))
    shop.jobs.clear()
    again = Stream()
    again.jobs = Jobs(dict(stream.state), again.tell)

    assert ids(read(again, days(5, 0))) == expected(5, 0)


def test_jobs_that_go_again_and_again_end_the_run(
    read: Any, stream: Stream, shop: Shop
):
    shop.fail = lambda _span: {"status": "EXPIRED"}

    with pytest.raises(JobGoneError):
        list(read(stream, days(5, 0)))

    assert len(shop.queries) == 3


def test_lines_without_a_file_are_an_error(read: Any, stream: Stream, shop: Shop):
    shop.fail = lambda _span: {"url": None}

    with pytest.raises(DataError, match="there is no file"):
        list(read(stream, days(5, 0)))


def test_a_cut_list_is_read_again_by_pages(read: Any, stream: Stream, shop: Shop):
    parent = order(1)
    cut = [{"id": f"x{n}", "__parentId": parent["id"]} for n in range(100)]
    shop.fail = lambda _span: {"lines": [*cut, parent]}

    list(read(stream, days(5, 0)))

    assert stream.refilled == [(("lineItems",), parent["id"])]


def test_a_job_that_cannot_be_cancelled_ends_by_itself(
    read: Any, stream: Stream, shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    shop.fail = lambda span: {"looks": 10_000} if span == days(8, 0) else {}
    ask, msg = shop.ask, "it has ended already"

    def refuse(document: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if document == bulk_api.CANCEL:
            raise SkipError(msg)
        return ask(document, *args, **kwargs)

    monkeypatch.setattr(shop, "ask", refuse)

    assert ids(read(stream, days(8, 0))) == expected(8, 0)
