"""The tap as a whole: sandbox, settings, people, and secrets that stay secret."""

from __future__ import annotations

import json
import logging

import pytest

from tap_kit.errors import SettingsError
from tap_klaviyo.tap import TapKlaviyo
from wv_sandbox.klaviyo.service import KEY

CANARY_KEY = "pk_canary_5d1f0a9b8c7e6f"


def test_without_credentials_the_sandbox_is_read(tmp_path, monkeypatch, sync):
    monkeypatch.delenv("WV_PII_KEY", raising=False)
    tap = TapKlaviyo(
        config={"state_dir": str(tmp_path), "as_of": "2026-11-15T09:00:00Z"}
    )
    for name, stream in tap.streams.items():
        stream.selected = name in {"tags", "connector_runs"}

    rows = sync(tap).records("tags")

    assert len(rows) == 4
    assert {row["_wv_source"] for row in rows} == {"stub"}


def test_pseudonyms_of_the_sandbox_do_not_change(tmp_path):
    config = {"state_dir": str(tmp_path), "as_of": "2026-11-15T09:00:00Z"}

    first, second = (
        TapKlaviyo(config=config).people.value("email", "a@b.example") for _ in range(2)
    )

    assert first == second


def test_production_refuses_to_read_the_sandbox(tmp_path, fail):
    tap = TapKlaviyo(config={"state_dir": str(tmp_path), "allow_stub": False})

    fail(tap, SettingsError, "allow_stub")


def test_no_key_for_pseudonyms_no_run(make_tap, fail, box, monkeypatch):
    tap = make_tap("profiles")
    monkeypatch.delenv("WV_PII_KEY")

    _, said = fail(tap, SettingsError, "WV_PII_KEY")

    assert not box.requests
    assert said.report["exit_code"] == 2


def test_the_operator_sees_what_will_be_read(make_tap):
    assert make_tap().plan() == {
        "revision": "2026-07-15",
        "end": "2026-11-15T08:59:00+00:00",
        "pii_mode": "hash",
    }


def test_a_revision_that_we_do_not_know_is_refused(make_tap):
    with pytest.raises(SettingsError, match="2024-10-15"):
        make_tap(revision="2024-10-15")


def test_a_strange_state_is_refused(make_tap):
    with pytest.raises(SettingsError, match="state of events"):
        make_tap(state={"bookmarks": {"events": {"through": {"all": "soon"}}}})


def test_reports_are_read_last(make_tap):
    """They may run into the day's budget, and nothing else should wait for it."""
    names = list(make_tap().streams)

    assert names[-3:] == [
        "campaign_values_reports",
        "flow_values_reports",
        "connector_runs",
    ]


def test_the_summary_tells_how_far_each_stream_came(make_tap, sync, caplog):
    with caplog.at_level(logging.INFO):
        said = sync(make_tap("images", "tags"))

    assert said.report["checkpoint"] == "images: all 2026-11-15T08:59:00Z"
    assert "checkpoint images: all 2026-11-15T08:59:00Z" in caplog.text


def test_no_secret_and_no_person_is_anywhere(make_tap, sync, fail, caplog):
    with caplog.at_level(logging.DEBUG):
        said = sync(make_tap("profiles", "events", "reviews", "campaign_messages"))
        error, _ = fail(make_tap("profiles", api_key=CANARY_KEY), Exception)

    everything = json.dumps(said.messages) + caplog.text + str(error)
    for secret in (KEY, CANARY_KEY, "@mail.example", "+1202555", "203.0.113."):
        assert secret not in everything
