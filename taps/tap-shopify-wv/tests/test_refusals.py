"""What an answer refuses is left out, said and counted; the rest is read."""

from __future__ import annotations

from tap_kit.errors import ExitCode, TapError


def test_a_field_that_is_refused_is_left_out_and_the_page_asked_again(
    make_tap, sync, box, asked, caplog
):
    """What the schema did not tell; the column is null, the run says and counts it."""
    box.faults.add(
        "graphql_error",
        code="ACCESS_DENIED",
        partial=True,
        path=["orders", "edges", 0, "node", "customer"],
        body_contains="query orders",
    )

    said = sync(make_tap("orders", shop="plain-100"))

    assert {record["customer_id"] for record in said.records("orders")} == {None}
    assert "orders.customer is not asked for: refused" in caplog.text
    assert {m["name"]: m["value"] for m in said.report["metrics"]}[
        "fields_left_out"
    ] == 1
    first, second = (query for query, _ in asked("query orders")[:2])
    assert "customer {" in first
    assert "customer {" not in second


def test_a_field_that_is_gone_from_the_schema_is_left_out(make_tap, sync, box, caplog):
    box.faults.add(
        "graphql_error",
        code="undefinedField",
        path=["orders", "edges", "node", "poNumber"],
        body_contains="query orders",
    )

    said = sync(make_tap("orders", shop="plain-100"))

    assert len(said.records("orders")) > 50
    assert "orders.poNumber is not asked for: refused" in caplog.text


def test_a_root_that_is_refused_leaves_the_stream_out(make_tap, fail, box):
    box.faults.add(
        "graphql_error",
        code="ACCESS_DENIED",
        times=None,
        path=["orders"],
        body_contains="query orders",
    )

    error, said = fail(make_tap("orders", "shop"), TapError, "left out")

    assert error.exit_code is ExitCode.PARTIAL
    assert said.records("orders") == []
    assert len(said.records("shop")) == 1
