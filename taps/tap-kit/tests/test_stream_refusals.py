"""What asking again would not help: it is skipped, left to the stream, or final."""

from __future__ import annotations

import pytest
from singer_sdk.streams.rest import HTTPRequest
from tap_kit_tests_toys import Toys, read

from tap_kit.errors import (
    AuthError,
    DataError,
    ExitCode,
    FatalError,
    ShrinkError,
    SkipError,
    SplitError,
    TapError,
)
from tap_kit.testing import listen


@pytest.fixture
def tap(tap_toys):
    return tap_toys


@pytest.mark.parametrize(
    ("body", "error"), [(b"wide", SplitError), (b"heavy", ShrinkError)]
)
def test_shrink_and_split_are_the_streams_to_answer(api, tap, clock, body, error):
    api.answers(200, body)

    with pytest.raises(error):
        tap.streams["toys"].fetch(HTTPRequest(f"{api.url}/toys"))

    assert clock.slept == []


def test_what_is_skipped_is_counted_and_the_run_ends_as_partial(api, tap, caplog):
    api.answers(200, [{"id": 1}])
    api.answers(404, b"gone")

    with listen() as said, pytest.raises(TapError, match="left out") as caught:
        tap.sync_all()

    assert caught.value.exit_code is ExitCode.PARTIAL
    assert [r["id"] for r in said.records("toys")] == [1]
    (run,) = said.records("connector_runs")
    assert (run["quarantines"], run["exit_code"], run["success"]) == (1, 6, False)
    assert "HTTP 404 (gone)" in caplog.text


def test_a_refused_key_ends_the_run_with_its_own_code(api, tap, clock):
    api.answers(401)

    with pytest.raises(AuthError) as caught:
        read(tap)

    assert caught.value.exit_code is ExitCode.AUTH
    assert clock.slept == []


def test_any_other_refusal_is_final(api, tap):
    api.answers(400)

    with pytest.raises(FatalError):
        read(tap)


def test_an_error_names_stream_and_step_but_no_query(api, tap):
    api.answers(403)

    with pytest.raises(AuthError) as caught:
        read(tap)

    assert "/toys" in str(caught.value)
    assert "offset" not in str(caught.value)
    assert "Next:" in str(caught.value)


def test_an_answer_that_is_no_json_is_an_error_of_the_data(api, tap, monkeypatch):
    def parse(_stream, _response):
        what = "no JSON"
        raise DataError(what)

    monkeypatch.setattr(Toys, "parse_response", parse)
    api.answers(200, b"<html>")

    with pytest.raises(DataError):
        read(tap)


def test_skip_says_what_it_leaves_out(tap, caplog):
    error = SkipError("one day is missing", where="toys")

    tap.streams["toys"].skip(error)

    assert "one day is missing" in caplog.text
    assert tap.report.record()["quarantines"] == 1
