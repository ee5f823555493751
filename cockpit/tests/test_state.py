"""`wv state`: how far a tap has read, in words."""

from __future__ import annotations

import json

import pytest
from cockpit_tests_project import PROJECT

from wv.marks import marks
from wv.pipe import read_state

STATE = {
    "bookmarks": {
        "orders": {"replication_key": "updated_at", "replication_key_value": "2026-11"},
        "campaigns": {"through": {"email/live": "2026-11-14T00:00:00Z"}},
        "weather": {"through": {"2026-11-09": ["a", "b", "c", "d", "e"]}},
        "ads": {"through": {"42": {"day": "2026-11-13", "report": "x"}}},
        "parts": {"partitions": [{"context": {"id": 7}, "replication_key_value": "9"}]},
        "cells": {},
        "jobs": {"bulk_jobs": []},
    }
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "state.json"
    path.write_text(json.dumps(STATE))
    return path


def moved(tmp_path, **bookmarks):
    path = tmp_path / "after.json"
    path.write_text(json.dumps({"bookmarks": {**STATE["bookmarks"], **bookmarks}}))
    return path


def test_every_kind_of_cursor_is_understood():
    found = {mark.stream: mark for mark in marks(STATE)}

    assert found["orders"].meaning == "goes on from here by updated_at"
    assert (found["campaigns"].part, found["campaigns"].reached[:10]) == (
        "email/live",
        "2026-11-14",
    )
    assert (found["weather"].part, found["weather"].reached) == ("e", "2026-11-09")
    assert (found["ads"].part, found["ads"].reached) == ("42", "2026-11-13")
    assert (found["parts"].part, found["parts"].reached) == ("id=7", "9")
    assert found["cells"].meaning == "is read whole each run"
    assert found["jobs"].meaning == "keeps bulk_jobs"


def test_explain_is_a_table(wv, file):
    code, out, _ = wv("state", "explain", file)

    assert code == 0
    assert out.splitlines()[0].split() == ["stream", "part", "reached", "meaning"]
    assert len(out.splitlines()) == 1 + len(STATE["bookmarks"])


def explained(wv, path):
    out = wv("state", "explain", path)[1]
    return [" ".join(line.split()) for line in out.splitlines()[1:]]


def test_parts_that_have_come_equally_far_share_a_line(wv, file):
    assert "weather a, b, c and 2 more 2026-11-09 goes on behind it" in explained(
        wv, file
    )


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"read_until": {"42": "2026-11-15"}}, "42 2026-11-15 goes on from here"),
        (
            {"through": {"all": {"at": "2026-11-15"}}},
            "all 2026-11-15 goes on from here",
        ),
        ({"swept": "2026-11-15"}, "- keeps swept"),
        ({}, "- is read whole each run"),
    ],
)
def test_each_form_has_its_words(wv, tmp_path, entry, said):
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"bookmarks": {"one": entry}}))

    assert explained(wv, path) == [f"one {said}"]


def test_streams_that_come_with_others_are_told_as_such(wv, tmp_path):
    bookmarks = {"ads": {"through": {}}, "ads_windows": {}, "connector_runs": {}}
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"bookmarks": bookmarks}))

    assert explained(wv, path)[1:] == [
        "ads_windows - comes with ads",
        "connector_runs - one record a run",
    ]


def test_explain_for_machines_is_one_object_a_line(wv, file):
    _, out, _ = wv("state", "explain", "--json", file)

    assert {json.loads(line)["stream"] for line in out.splitlines()} == set(
        STATE["bookmarks"]
    )


def test_show_prints_the_state(wv, file):
    assert json.loads(wv("state", "show", file)[1]) == STATE


def test_nothing_moved_is_said(wv, file):
    assert wv("state", "diff", file, file)[1] == "No cursor moved.\n"


def test_diff_names_what_went_on_and_what_is_new(wv, file, tmp_path):
    after = moved(
        tmp_path,
        cells={"replication_key_value": "1"},
        orders={"replication_key": "updated_at", "replication_key_value": "2026-12"},
    )

    out = wv("state", "diff", file, after)[1]

    lines = {line.split()[0]: line for line in out.splitlines()}
    assert lines["orders"].endswith("on")
    assert "new" in lines["cells"]


def test_diff_warns_of_a_cursor_that_went_back_or_is_gone(wv, file, tmp_path):
    after = moved(tmp_path, campaigns={}, orders={"replication_key_value": "2025-01"})

    out = wv("state", "diff", file, after)[1]

    assert "BACK: read again from there" in out
    assert "GONE: read again from the beginning" in out


def test_a_part_that_lags_behind_the_others_is_the_only_one_that_stands(
    wv, file, tmp_path
):
    """Four of five places went on: nothing is gone, and nothing is new."""
    through = {"2026-11-10": ["a", "b", "c", "d"], "2026-11-09": ["e"]}
    after = moved(tmp_path, weather={"through": through})

    (line,) = wv("state", "diff", file, after)[1].splitlines()[1:]

    assert line.split() == [
        *["weather", "a,", "b,", "c", "and", "1", "more"],
        *["2026-11-09", "2026-11-10", "on"],
    ]


@pytest.mark.parametrize(("before", "after"), [("9", "10"), ("2026-11-9", "2026-12-1")])
def test_numbers_go_on_by_their_size(wv, tmp_path, before, after):
    files = []
    for name, value in (("before", before), ("after", after)):
        files.append(tmp_path / name)
        state = {"bookmarks": {"ids": {"replication_key_value": value}}}
        files[-1].write_text(json.dumps(state))

    assert wv("state", "diff", *files)[1].endswith("  on\n")


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(STATE),
        json.dumps({"type": "STATE", "value": STATE}),
        json.dumps({"completed": {"singer_state": STATE}, "partial": {}}),
        '{"bookmarks": {}}\n' + json.dumps(STATE) + "\n",
    ],
)
def test_every_form_of_a_state_is_read(tmp_path, text):
    path = tmp_path / "state"
    path.write_text(text)

    assert read_state(path) == STATE


@pytest.mark.parametrize("text", ["", "[]", "no JSON"])
def test_what_is_no_state_is_exit_2(wv, tmp_path, text):
    path = tmp_path / "state"
    path.write_text(text)

    code, out, err = wv("state", "show", path)

    assert (code, out) == (2, "")
    assert "the last line that the target printed" in err


def test_a_state_without_bookmarks_is_exit_2(wv, tmp_path):
    path = tmp_path / "state"
    path.write_text('{"something": 1}')

    assert wv("state", "explain", path)[0] == 2


def test_a_tap_without_a_state_is_told(wv, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    code, _, err = wv("state", "explain", "tap-openmeteo")

    assert (code, "no state of such a tap" in err) == (2, True)


def test_a_state_of_another_environment_is_pointed_out(wv, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "meltano.yml").write_text(PROJECT)
    home = tmp_path / ".state/meltano/prod:tap-openmeteo-to-target-parquet-lake"
    home.mkdir(parents=True)
    (home / "state.json").write_text(json.dumps(STATE))

    code, _, err = wv("state", "show", "tap-openmeteo")

    assert (code, "add --environment prod" in err) == (2, True)
    assert wv("state", "show", "tap-openmeteo", "--environment", "prod")[0] == 0
