"""Reports that run by themselves: started, asked after, read."""

from __future__ import annotations

import json

import pytest

ASKED = {
    "level": "ad",
    "fields": "ad_id,spend",
    "time_increment": "1",
    "time_range": {"since": "2026-11-01", "until": "2026-11-07"},
}


@pytest.fixture
def run(graph) -> str:
    return graph.post(f"{graph.account}/insights", **ASKED)["report_run_id"]


def finish(graph, run: str):
    graph.box.clock.advance(60)
    return graph.get(run)


def test_a_report_goes_a_step_with_each_look(graph, run):
    steps = [graph.get(run) for _ in range(5)]

    told = [(one["async_status"], one["async_percent_completion"]) for one in steps]
    assert told == [
        ("Job Not Started", 0),
        ("Job Started", 0),
        ("Job Running", 45),
        ("Job Running", 100),
        ("Job Completed", 100),
    ]
    assert [one["is_running"] for one in steps] == [True] * 4 + [False]
    assert steps[-1]["time_completed"] >= steps[-1]["time_ref"]
    graph.box.clock.advance(60)
    assert graph.get(run) == steps[-1]
    assert (steps[0]["date_start"], steps[0]["date_stop"]) == (
        "2026-11-01",
        "2026-11-07",
    )


def test_a_report_ends_by_itself(graph, run):
    graph.box.clock.advance(4)

    assert graph.get(run)["async_status"] == "Job Completed"


def test_only_fields_that_are_asked_for_are_told(graph, run):
    found = graph.get(run, fields="async_status")

    assert found == {"id": run, "async_status": "Job Not Started"}
    assert graph.refused(run, fields="colour")[0] == (100, None)


def test_its_rows_are_those_of_the_same_question(graph, run):
    finish(graph, run)

    rows = graph.walk(f"{run}/insights", limit="20")

    assert rows == graph.walk(f"{graph.account}/insights", limit="500", **ASKED)
    assert len(rows) > 20


def test_its_rows_stay_as_they_were_first_read(graph):
    days = {"since": "2026-11-01", "until": "2026-11-14"}
    asked = {"fields": "actions,spend", "time_increment": "1", "time_range": days}
    run = graph.post(f"{graph.account}/insights", **asked)["report_run_id"]
    finish(graph, run)
    rows = graph.get(f"{run}/insights")["data"]
    graph.box.clock.advance(7 * 86_400)

    assert graph.get(f"{run}/insights")["data"] == rows
    assert graph.list("insights", **asked) != rows


def test_it_cannot_be_read_before_its_end(graph, run):
    assert graph.refused(f"{run}/insights")[0] == (2601, None)
    for _ in range(4):
        graph.get(run)
    assert graph.refused(f"{run}/insights")[0] == (2601, None)
    graph.get(run)
    assert graph.get(f"{run}/insights")["data"]


def test_it_is_kept_for_thirty_days(graph, run):
    finish(graph, run)
    graph.box.clock.advance(30 * 86_400 - 60)
    assert graph.get(f"{run}/insights")["data"]

    graph.box.clock.advance(1)

    assert graph.refused(run)[0] == (100, 33)
    assert graph.refused(f"{run}/insights")[0] == (100, 33)


@pytest.mark.parametrize("row", ["2/1504043", "-2/2490547", "100/1487534", "1"])
def test_a_failed_one_says_why(graph, row):
    graph.box.faults.add("meta_job", row=row)
    run = graph.post(f"{graph.account}/insights", **ASKED)["report_run_id"]
    found = finish(graph, run)

    code, _, subcode = row.partition("/")
    assert found["async_status"] == "Job Failed"
    assert found["error_code"] == int(code)
    assert found.get("error_subcode") == (int(subcode) if subcode else None)
    assert found["error_message"]
    assert graph.refused(f"{run}/insights")[0] == (2601, None)


def test_a_skipped_one_says_nothing(graph):
    graph.box.faults.add("meta_job", outcome="Job Skipped")
    run = graph.post(f"{graph.account}/insights", **ASKED)["report_run_id"]
    found = finish(graph, run)

    assert (found["async_status"], found["async_percent_completion"]) == (
        "Job Skipped",
        0,
    )
    assert "error_code" not in found
    assert not found["is_running"]


def test_one_may_run_for_ever_at_its_end(graph):
    graph.box.faults.add("meta_job", outcome="Job Running")
    run = graph.post(f"{graph.account}/insights", **ASKED)["report_run_id"]
    graph.box.clock.advance(86_400)

    found = graph.get(run)

    assert (found["async_status"], found["async_percent_completion"]) == (
        "Job Running",
        100,
    )


def test_a_report_that_grows_too_large_is_refused(graph, run):
    graph.box.box.metaads.world.desk.sizes.async_rows = 10
    finish(graph, run)

    for _ in range(2):
        assert graph.refused(f"{run}/insights")[0] == (100, 1487534)


def test_what_cannot_be_asked_is_refused_at_once(graph):
    code, _ = graph.refused(f"{graph.account}/insights", "POST", breakdowns="dma")

    assert code == (100, None)


def test_a_report_may_be_about_one_campaign(graph):
    (campaign, *_) = graph.list("campaigns")
    run = graph.post(f"{campaign['id']}/insights", fields="campaign_id")[
        "report_run_id"
    ]
    finish(graph, run)

    (row,) = graph.get(f"{run}/insights")["data"]

    assert row["campaign_id"] == campaign["id"]


def test_ten_reports_a_day_tell_of_people_of_old_rows(graph):
    old = {"since": "2025-10-10", "until": "2025-10-10"}
    asked = {"fields": "reach", "breakdowns": "country", "time_range": old}

    def told() -> tuple[bool, int]:
        started = graph.send(f"{graph.account}/insights", "POST", **asked)
        header = started.headers["x-fb-ads-insights-reach-throttle"]
        run = started.json()["report_run_id"]
        graph.box.clock.advance(10)
        graph.get(run)
        (row, *_) = graph.get(f"{run}/insights")["data"]
        return "reach" in row, json.loads(header)["acc_id_util_pct"]

    assert [told() for _ in range(11)] == [
        *((True, 10 * number) for number in range(1, 11)),
        (False, 100),
    ]
    graph.box.clock.advance(86_400)
    assert told() == (True, 10)
