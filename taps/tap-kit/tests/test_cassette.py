"""A run's traffic can be kept and played again, without secrets and people."""

from __future__ import annotations

import json
import stat

import pytest
from tap_kit_tests_toys import read

from tap_kit import cassette
from tap_kit.errors import FatalError, SettingsError
from tap_kit.redact import Redactor

SECRET = "s3cr3t-of-the-toys"


@pytest.fixture
def tape(tmp_path, monkeypatch):
    path = tmp_path / "run.jsonl"
    monkeypatch.setenv(cassette.RECORD, str(path))
    return path


@pytest.fixture
def play(tape, monkeypatch, api):
    """Play the tape; the server hears nothing of it."""

    def start(tap):
        monkeypatch.delenv(cassette.RECORD)
        monkeypatch.setenv(cassette.REPLAY, str(tape))
        api.asked.clear()
        return read(tap)

    return start


def lines(tape):
    return [json.loads(line) for line in tape.read_text().splitlines()]


def test_a_replay_gives_the_same_records_and_asks_nobody(
    api, tap_toys, make_toys, tape, play
):
    api.answers(200, [{"id": 1}, {"id": 2}])
    api.answers(200, [{"id": 3}])
    first = read(tap_toys)

    again = play(make_toys())

    assert [row["id"] for row in again] == [row["id"] for row in first] == [1, 2, 3]
    assert not api.asked
    assert len(lines(tape)) == 1 + 3


def test_errors_and_their_retries_are_played_too(api, tap_toys, make_toys, play):
    api.answers(503)
    api.answers(200, [{"id": 1}])
    read(tap_toys)
    tap = make_toys()

    assert [row["id"] for row in play(tap)] == [1]
    assert tap.report.record()["retries"] == 1


def test_the_file_is_its_owners_alone(tap_toys, tape):
    read(tap_toys)

    assert stat.S_IMODE(tape.stat().st_mode) == 0o600


def test_no_secret_is_in_it(api, make_toys, tape):
    api.answers(200, [{"id": 1, "note": f"token {SECRET}"}], X_Echo=SECRET)

    read(make_toys(api_key=SECRET))

    assert SECRET not in tape.read_text()
    assert lines(tape)[0]["settings"]["api_key"] != SECRET


def test_people_are_pseudonyms_that_stay_equal(api, tap_toys, tape):
    ada = {"id": 1, "email": "ada@example.com", "firstName": "Ada", "city": "London"}
    api.answers(200, [ada, {**ada, "id": 2}])

    read(tap_toys)

    first, second = json.loads(lines(tape)[1]["text"])
    assert "ada@example.com" not in tape.read_text()
    assert first["email"] == second["email"]
    assert (first["city"], first["firstName"] == "Ada") == ("London", False)


def test_what_was_not_recorded_is_a_clear_error(api, tap_toys, make_toys, tape, play):
    read(tap_toys)
    tape.write_text(tape.read_text().splitlines(keepends=True)[0])

    with pytest.raises(FatalError, match="no further answer") as caught:
        play(make_toys())

    assert caught.value.where == "GET /toys"
    assert not api.asked


def test_a_line_that_a_kill_tore_is_left_out(api, tap_toys, make_toys, tape, play):
    api.answers(200, [{"id": 1}, {"id": 2}])
    read(tap_toys)
    tape.write_text(tape.read_text()[:-20])

    with pytest.raises(FatalError, match="no further answer"):
        play(make_toys())


@pytest.mark.parametrize("text", ["", "[]", "{}", "no JSON", '{"wv_recording": 2}'])
def test_what_is_no_recording_is_refused(tmp_path, text):
    path = tmp_path / "run.jsonl"
    path.write_text(text)

    with pytest.raises(SettingsError, match="no recording"):
        cassette.Cassette(path, Redactor())


def test_a_torn_line_in_the_middle_is_no_recording(tmp_path):
    path = tmp_path / "run.jsonl"
    path.write_text('{"wv_recording": 1}\n{"key": [\n{}\n')

    with pytest.raises(SettingsError, match="no recording"):
        cassette.Cassette(path, Redactor())


def test_an_answer_that_is_too_large_is_told(api, tap_toys, tape, monkeypatch):
    monkeypatch.setattr(cassette, "LARGEST_BODY_BYTES", 10)
    api.answers(200, [{"id": 1}, {"id": 2}])

    with pytest.raises(FatalError, match="too large to be recorded"):
        read(tap_toys)

    assert len(lines(tape)) == 1
