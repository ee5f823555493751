"""`wv state`: how far a tap has read, in words."""

from __future__ import annotations

import json

import pytest

from wv.pipe import read_state
from wv.state import marks

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
    assert (found["weather"].part, found["weather"].reached) == (
        "a, b, c and 2 more",
        "2026-11-09",
    )
    assert (found["ads"].part, found["ads"].reached) == ("42", "2026-11-13")
    assert (found["parts"].part, found["parts"].reached) == ("id=7", "9")
    assert found["cells"].meaning == "is read whole each run"
    assert found["jobs"].meaning == "keeps bulk_jobs"


def test_explain_is_a_table(wv, file):
    code, out, _ = wv("state", "explain", file)

    assert code == 0
    assert out.splitlines()[0].split() == ["stream", "part", "reached", "meaning"]
    assert len(out.splitlines()) == 1 + len(STATE["bookmarks"])


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
