"""What every stream does: ask for little, in order, whole, from a safe state."""

from __future__ import annotations

import json

import pytest

from tap_kit.errors import (
    AuthError,
    BudgetExhaustedError,
    ExitCode,
    FatalError,
    RedirectRefusedError,
    TapError,
)

GRAPHQL = "/shopify/plain-200/admin/api"


def rows(records: list[dict]) -> list[str]:
    """Records without what tells runs apart."""
    return sorted(
        json.dumps({k: v for k, v in record.items() if k != "_wv_run_id"})
        for record in records
    )


def test_rows_come_in_the_order_of_their_change(read):
    changed = [record["updated_at"] for record in read("orders")]

    assert len(changed) > 150
    assert changed == sorted(changed)


def test_no_row_comes_twice(read):
    ids = [record["id"] for record in read("order_line_items")]

    assert len(ids) == len(set(ids)) > 300


def test_the_state_ends_two_minutes_before_the_run(make_tap, sync):
    said = sync(make_tap("orders"))

    assert said.state["bookmarks"]["orders"] == {
        "shop": "plain-200.myshopify.com",
        "replication_key": "updated_at",
        "replication_key_value": "2026-11-15T08:58:00Z",
    }


def test_a_second_run_asks_for_the_lookback_only(make_tap, sync, asked, box):
    state = sync(make_tap("orders")).state
    box.box.requests.clear()

    again = sync(make_tap("orders", state=state))

    (search,) = {variables["query"] for _, variables in asked("query orders")}
    assert search == (
        "updated_at:>='2026-11-08T08:58:00Z' AND updated_at:<'2026-11-15T08:58:00Z'"
        " AND test:false"
    )
    assert again.state == state


def test_the_lookback_is_a_setting(make_tap, sync, asked, box):
    state = sync(make_tap("products")).state
    box.box.requests.clear()

    sync(make_tap("products", state=state, lookback_days=0))

    (search,) = {variables["query"] for _, variables in asked("query products")}
    assert "updated_at:>='2026-11-15T08:58:00Z'" in search


def test_the_start_date_is_the_floor(read):
    records = read("orders", start_date="2026-06-01")

    assert records
    assert min(record["updated_at"] for record in records) >= "2026-06-01"


@pytest.mark.parametrize("wanted", [False, True])
def test_test_orders_are_left_out_unless_wanted(make_tap, sync, asked, wanted):
    """Also for what hangs on orders."""
    sync(make_tap("order_refunds", shop="plain-100", include_test_orders=wanted))

    ((_, variables), *_) = asked("query order_refunds")
    assert ("test:false" in variables["query"]) is not wanted


def test_the_size_of_a_page_changes_no_row(read):
    small = read("order_sales", page_size_max=7)

    assert rows(small) == rows(read("order_sales"))


def test_a_page_that_costs_too_much_is_halved_and_never_asked_again(
    make_tap, sync, box, asked, read
):
    whole = rows(read("orders"))
    box.box.requests.clear()
    box.faults.add(
        "graphql_error", code="MAX_COST_EXCEEDED", body_contains="query orders"
    )

    records = sync(make_tap("orders")).records("orders")

    sizes = [variables["first"] for _, variables in asked("query orders")]
    assert sizes[0] == 50
    assert set(sizes[1:]) == {25}
    assert rows(records) == whole


def test_a_failure_inside_shopify_is_tried_again_then_asked_in_halves(
    make_tap, sync, box, asked
):
    box.faults.add("graphql_error", times=3, body_contains="query orders")

    records = sync(make_tap("orders")).records("orders")

    sizes = [variables["first"] for _, variables in asked("query orders")]
    assert sizes[:4] == [50, 50, 50, 25]
    assert len(records) > 150


def test_a_throttled_query_is_waited_for(make_tap, sync, box, clock):
    box.faults.add("graphql_error", code="THROTTLED", body_contains="query orders")

    said = sync(make_tap("orders"))

    assert said.report["throttles"] == 1
    assert said.report["exit_code"] == 0
    assert sum(clock.slept) > 1


@pytest.mark.parametrize("status", [500, 503, 520, 530])
def test_maintenance_is_waited_out(make_tap, sync, box, clock, status):
    """Seven failures in a row: the breaker opens, and is waited for, too."""
    box.faults.add("html", status=status, times=7, body_contains="query orders")

    said = sync(make_tap("orders"))

    assert said.report["retries"] == 7
    assert len(said.records("orders")) > 150
    assert sum(clock.slept) >= 60


def test_maintenance_without_end_can_be_resumed(make_tap, fail, box):
    box.faults.add("html", status=503, times=None, body_contains="query orders")

    error, said = fail(make_tap("orders", max_retries=2), TapError, "503")

    assert error.exit_code is ExitCode.GAVE_UP
    assert "replication_key_value" not in said.state["bookmarks"].get("orders", {})


def test_no_wait_is_longer_than_allowed(make_tap, fail, box):
    box.faults.add("html", status=503, times=None, body_contains="query orders")

    error, _ = fail(make_tap("orders", max_wait_seconds=10), BudgetExhaustedError)

    assert error.exit_code is ExitCode.GAVE_UP


@pytest.mark.parametrize(
    ("status", "exit_code"),
    [
        (402, ExitCode.AUTH),
        (423, ExitCode.AUTH),
        (430, ExitCode.GAVE_UP),
        (540, ExitCode.GAVE_UP),
    ],
)
def test_a_shop_that_wants_to_be_left_alone_ends_the_run_at_once(  # noqa: PLR0917 # Fixtures.
    make_tap, fail, box, asked, status, exit_code
):
    box.faults.add("status", status=status, body_contains="query orders")

    error, _ = fail(make_tap("orders"), FatalError)

    assert error.exit_code is exit_code
    assert "Next:" in str(error)
    assert len(asked("query orders")) == 1


def test_an_inactive_shop_ends_the_run_at_once(make_tap, fail, box, asked):
    box.faults.add("graphql_error", code="SHOP_INACTIVE", body_contains="query orders")

    fail(make_tap("orders"), AuthError, "shop_inactive")

    assert len(asked("query orders")) == 1


def test_a_search_warning_is_fatal(make_tap, fail, box):
    """Shopify would give all rows; nothing of such an answer is kept."""
    box.faults.add("search_warning", body_contains="query orders")

    error, said = fail(make_tap("orders"), FatalError, "search_warning")

    assert error.exit_code is ExitCode.DATA
    assert said.records("orders") == []


def test_data_beside_errors_never_moves_the_state(make_tap, fail, box):
    box.faults.add(
        "graphql_error",
        code="BAD_REQUEST",
        partial=True,
        path=["orders"],
        body_contains="query orders",
    )

    _, said = fail(make_tap("orders"), FatalError)

    assert said.records("orders") == []
    assert "replication_key_value" not in said.state["bookmarks"].get("orders", {})


def test_another_version_that_answers_ends_the_run(make_tap, fail, box):
    box.faults.add("answered_version", body_contains="query orders")

    error, _ = fail(make_tap("orders"), FatalError, "other_version")

    assert error.exit_code is ExitCode.USAGE


def test_a_shop_that_was_renamed_is_told(make_tap, fail, box):
    box.faults.add("moved", to="new-name", body_contains="query orders")

    fail(make_tap("orders"), RedirectRefusedError, "orders|redirect|moved")


def test_a_cut_answer_is_read_again(make_tap, sync, box):
    box.faults.add("cut_gzip", framing="complete", body_contains="query orders")

    assert len(sync(make_tap("orders")).records("orders")) > 150


def test_a_deselected_column_is_not_asked_for(make_tap, sync, asked):
    tap = make_tap("orders")
    tap.streams["orders"].mask["properties", "email"] = False

    sync(tap)

    ((query, _), *_) = asked("query orders")
    assert "displayFinancialStatus" in query
    assert "\n        email\n" not in query
