"""Too much at once: a job, fewer days, then campaigns, ad sets and ads."""

from __future__ import annotations

import json
import logging
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest

from tap_kit.errors import TapError
from tap_metaads.insights import buffer

ACCOUNT = "/metaads/graph/v26.0/act_2001000000000001"
DAY = {"start_date": "2026-11-14"}


def figures(rows):
    keys = ("campaign_id", "ad_set_id", "ad_id", "date_start", "impressions", "spend")
    return sorted(tuple(str(row.get(key)) for key in keys) for row in rows)


@pytest.fixture
def ranges(box):
    """The days of the questions so far: start, end, and by what they were cut."""

    def told():
        found = []
        for request in box.requests:
            query = request.query | parsed(request.body)
            if request.path.endswith("/insights") and "time_range" in query:
                days = json.loads(query["time_range"])
                parts = [c["field"] for c in json.loads(query["filtering"])]
                found.append((days["since"], days["until"], parts[-1:]))
        return found

    return told


def parsed(body):
    return dict(parse_qsl(body))


def test_small_questions_are_asked_at_once(read, box):
    read("insights_ad_daily")

    assert {r.method for r in box.requests} == {"GET"}


def test_the_time_to_go_is_reckoned_by_slices_and_accounts(read, monkeypatch):
    shares: list[float] = []
    monkeypatch.setattr(
        "tap_kit.report.RunReport.foresee", lambda *told: shares.append(told[-1])
    )

    read("insights_account_daily", start_date="2026-10-01", slice_days=15)

    assert shares[0] == 0
    assert shares[-1] == 1
    assert shares == sorted(shares)
    assert len(shares) > 3


def test_pages_of_a_slice_get_smaller_and_no_row_comes_twice(read, asked, meta):
    wanted = figures(read("insights_ad_daily"))
    width = len(asked("/insights")[0]["fields"].split(","))
    meta.world.desk.sizes.page_cells = width * 60

    rows = read("insights_ad_daily")

    assert figures(rows) == wanted
    limits = [query["limit"] for query in asked("/insights")][1:]
    assert limits == ["500", "100", "50", *["50"] * (len(limits) - 3)]


def test_a_slice_that_is_too_large_becomes_a_job(read, box, meta):
    wanted = figures(read("insights_ad_daily"))
    meta.world.desk.sizes.sync_rows = 5
    before = len(box.requests)

    rows = read("insights_ad_daily")

    assert figures(rows) == wanted
    methods = [r.method for r in box.requests[before:] if r.path.endswith("/insights")]
    assert methods[:2] == ["GET", "POST"]


def test_a_slice_that_is_expected_to_be_large_is_a_job_at_once(read, box):
    """What the days before brought tells what the next ones will."""
    read("insights_ad_daily", slice_days=2, sync_max_rows=8)

    methods = [r.method for r in box.requests if r.path.endswith("/insights")]
    assert methods[0] == "GET"
    assert methods.count("POST") == 3


def test_days_are_halved_where_a_job_is_too_large(read, meta, ranges):
    wanted = figures(read("insights_ad_daily", start_date="2026-11-11"))
    before = len(ranges())
    meta.world.desk.sizes.async_rows = 25

    rows = read("insights_ad_daily", start_date="2026-11-11", insights_mode="async")

    assert figures(rows) == wanted
    assert ranges()[before:] == [
        ("2026-11-11", "2026-11-14", ["ad.effective_status"]),
        ("2026-11-11", "2026-11-12", ["ad.effective_status"]),
        ("2026-11-13", "2026-11-14", ["ad.effective_status"]),
    ]


@pytest.mark.parametrize("mode", ["sync", "async", "auto"])
@pytest.mark.parametrize(
    "report", ["insights_ad_daily", "insights_ad_set_daily", "insights_campaign_daily"]
)
def test_a_day_is_cut_down_to_single_things(read, meta, report, mode):
    """However small a question must be, the rows are the same."""
    wanted = figures(read(report, **DAY))
    sizes = meta.world.desk.sizes
    sizes.sync_rows = sizes.async_rows = 1

    with_ids = meta.world.desk.answer
    meta.world.desk.answer = ids_are_free(with_ids, sizes)

    assert figures(read(report, insights_mode=mode, **DAY)) == wanted


def ids_are_free(answer, sizes):
    """Let questions for ids alone pass, as they do at Meta: they are small."""

    def answered(view, request, level, scope):
        if request.text("fields").endswith("_id"):
            sizes.sync_rows = 10_000
        try:
            return answer(view, request, level, scope)
        finally:
            sizes.sync_rows = 1

    return answered


def test_rows_are_never_torn_below_their_level(make_tap, fail, meta, caplog):
    """A campaign's reach by parts would count people twice."""
    meta.world.desk.sizes.sync_rows = 0

    error, said = fail(
        make_tap("insights_account_daily", insights_mode="sync", **DAY), TapError
    )

    assert error.exit_code == 6
    assert said.records("insights_account_daily_windows") == []
    assert "too_many_rows" in caplog.text


def test_an_account_that_is_too_large_stops_no_other(make_tap, fail, box, ids):
    box.faults.add("meta:100/1487534", path_prefix=f"{ACCOUNT}/insights", times=None)
    tap = make_tap(
        "insights_account_daily",
        account_ids=[ids["main"], ids["small"]],
        insights_mode="sync",
    )

    _, said = fail(tap, TapError)

    rows = said.records("insights_account_daily")
    assert {row["account_id"] for row in rows} == {ids["small"]}


def test_many_rows_are_held_back_on_disk_and_come_out_the_same(read, monkeypatch):
    wanted = figures(read("insights_ad_daily"))
    monkeypatch.setattr(buffer, "IN_MEMORY", 10)

    assert figures(read("insights_ad_daily", page_size=20)) == wanted


def test_a_fraction_keeps_its_digits_on_disk(monkeypatch):
    monkeypatch.setattr(buffer, "IN_MEMORY", 0)
    with buffer.Buffer() as held:
        held.add([{"value": Decimal("1.100000000000000001"), "id": "7"}])
        (row,) = held.rows()

    assert row == {"value": Decimal("1.100000000000000001"), "id": "7"}


def test_one_pull_serves_figures_and_actions(make_tap, sync, asked):
    said = sync(make_tap("insights_ad_daily", "insights_ad_daily_actions"))

    assert said.records("insights_ad_daily_actions")
    assert len(asked("/insights")) == 1


def test_actions_alone_are_pulled_by_themselves(make_tap, sync, asked):
    both = sync(make_tap("insights_ad_daily", "insights_ad_daily_actions"))

    alone = sync(make_tap("insights_ad_daily_actions"))

    name = "insights_ad_daily_actions"
    assert len(asked("/insights")) == 2
    assert [r["value"] for r in alone.records(name)] == [
        r["value"] for r in both.records(name)
    ]


def test_actions_that_are_behind_are_pulled_for_what_they_lack(make_tap, sync, asked):
    """The two streams need not agree on how far they are."""
    state = sync(make_tap("insights_ad_daily")).state
    before = len(asked("/insights"))

    said = sync(make_tap("insights_ad_daily", "insights_ad_daily_actions", state=state))

    days = {r["date_start"] for r in said.records("insights_ad_daily_actions")}
    assert min(days) == "2026-11-08"
    asked_for = [json.loads(q["time_range"]) for q in asked("/insights")[before:]]
    assert [days["since"] for days in asked_for] == ["2026-11-12", "2026-11-08"]


def test_what_will_be_tried_is_told_in_the_log(read, meta, caplog):
    caplog.set_level(logging.INFO)
    meta.world.desk.sizes.sync_rows = 5

    read("insights_ad_daily")

    assert "A job is tried" in caplog.text
