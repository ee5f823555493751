"""What the kit gives to those who test a tap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from singer_sdk import typing as th

from tap_kit import testing
from tap_kit.clock import ManualClock
from tap_kit.columns import columns
from tap_kit.errors import AuthError, DataError
from tap_kit.loop import RecordStream
from tap_kit.settings import settings
from tap_kit.tap import KitTap

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
STATE = {"bookmarks": {"lines": {"replication_key_value": 1}}}


class Lines(RecordStream):
    name = "lines"
    schema = columns(th.Property("id", th.IntegerType))

    def get_records(self, context):  # noqa: ARG002 - the SDK's.
        yield {"id": 1}
        if self.config.get("key") == "wrong":
            words = "the key is refused"
            raise AuthError(words, where="there", next_step="look")


class LinesWindows(Lines):
    name = "lines_windows"


class Others(Lines):
    name = "others"


class TapLines(KitTap):
    name = "tap-lines"
    source = "lines"
    stream_types = (Lines, LinesWindows, Others)
    config_jsonschema = settings(th.Property("key", th.StringType, secret=True))


def make(*streams, **settings_of):
    told = {"key": "right", "api_base_url": "http://127.0.0.1:1", **settings_of}
    return testing.make_tap(TapLines, told, streams, clock=ManualClock(NOW))


def test_a_tap_reads_the_named_streams_with_their_windows_and_its_report():
    tap = make("lines")

    chosen = {name for name, stream in tap.streams.items() if stream.selected}

    assert chosen == {"lines", "lines_windows", "connector_runs"}


def test_a_tap_reads_all_when_none_is_named():
    assert all(stream.selected for stream in make().streams.values())


def test_a_setting_of_none_is_not_told():
    assert "end_date" not in make(end_date=None).config
    assert make(end_date="2026-11-01").config["end_date"] == "2026-11-01"


def test_a_state_is_lent_and_not_changed():
    state = {"bookmarks": dict(STATE["bookmarks"])}
    settings_of = {"key": "right", "api_base_url": "http://127.0.0.1:1"}

    tap = testing.make_tap(TapLines, settings_of, state=state, clock=ManualClock(NOW))
    tap.state["bookmarks"].clear()

    assert state == STATE


def test_a_run_is_heard_to_its_end():
    said = testing.sync(make("lines"))

    assert [record["id"] for record in said.records("lines")] == [1]
    assert said.report["success"]


def test_a_failed_run_gives_the_error_and_what_was_said_before():
    error, said = testing.fail(make("lines", key="wrong"), AuthError, "is refused")

    assert error.where == "there"
    assert [record["id"] for record in said.records("lines")] == [1]
    assert not said.report["success"]


def test_a_run_that_does_not_fail_fails_the_test():
    with pytest.raises(AssertionError, match=r"tap-lines ended well.*AuthError"):
        testing.fail(make("lines"), AuthError)


def test_a_run_that_fails_with_other_words_fails_the_test():
    with pytest.raises(AssertionError, match=r"is refused.*which has no 'expired'"):
        testing.fail(make("lines", key="wrong"), AuthError, "expired")


def test_a_run_that_fails_with_another_error_says_that_one():
    with pytest.raises(AuthError):
        testing.fail(make("lines", key="wrong"), DataError)


def test_a_shared_clock_takes_the_other_along():
    other = ManualClock(NOW)
    clock = testing.SharedClock(NOW, other)

    clock.sleep(60)
    assert other.now() == clock.now() == NOW + timedelta(seconds=60)

    clock.set(NOW)
    assert other.now() == NOW


def test_a_shared_clock_leaves_the_other_until_it_moves():
    other = ManualClock(NOW - timedelta(days=1))

    testing.SharedClock(NOW, other)

    assert other.now() == NOW - timedelta(days=1)
