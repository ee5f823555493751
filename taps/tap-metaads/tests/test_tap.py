"""The tap as a whole: sandbox, settings, approval, and secrets that stay secret."""

from __future__ import annotations

import json
import logging

import pytest

from tap_kit.errors import AuthError, SettingsError
from tap_kit.testing import assert_run_same_as_sdk
from tap_metaads.tap import TapMetaAds

CANARY = "EAACANARY5d1f0a9b8c7e6f4d3c2b1a0"


def test_without_credentials_the_sandbox_is_read(tmp_path, monkeypatch, sync):
    monkeypatch.delenv("WV_PII_KEY", raising=False)
    config = {"state_dir": str(tmp_path), "as_of": "2026-11-15T09:00:00Z"}
    tap = TapMetaAds(config=config)
    for name, stream in tap.streams.items():
        stream.selected = name in {"accounts", "activities", "connector_runs"}

    said = sync(tap)

    assert len(said.records("accounts")) == 2
    assert {row["_wv_source"] for row in said.records("accounts")} == {"stub"}


def test_production_refuses_the_sandbox(tmp_path, fail):
    tap = TapMetaAds(config={"state_dir": str(tmp_path), "allow_stub": False})

    fail(tap, SettingsError, match="no credentials")


@pytest.mark.parametrize("part", ["app_id", "app_secret", "business_id"])
def test_a_part_without_a_token_is_an_error_not_the_sandbox(tmp_path, fail, part):
    tap = TapMetaAds(config={"state_dir": str(tmp_path), part: "123456"})

    fail(tap, SettingsError, match="access_token")


def test_settings_may_stand_in_the_environment(monkeypatch):
    for name, value in {
        "META_ACCESS_TOKEN": CANARY,
        "META_APP_ID": "7",
        "META_APP_SECRET": "s" * 32,
        "META_BUSINESS_ID": "8",
        "META_GRAPH_VERSION": "v25.0",
    }.items():
        monkeypatch.setenv(name, value)

    config = TapMetaAds().config

    assert config["access_token"] == CANARY
    assert (config["app_id"], config["business_id"]) == ("7", "8")
    assert config["graph_version"] == "v25.0"


def test_a_version_that_is_dead_is_refused():
    with pytest.raises(SettingsError, match=r"v19\.0"):
        TapMetaAds(config={"graph_version": "v19.0"})


def test_the_other_version_reads_the_same(make_tap, sync):
    newer, older = (
        sync(make_tap("campaigns", graph_version=version)).records("campaigns")
        for version in ("v26.0", "v25.0")
    )

    assert [row["id"] for row in newer] == [row["id"] for row in older]


def test_the_plan_goes_to_the_approval_command(make_tap, fail, tmp_path):
    plan = tmp_path / "plan.json"
    command = ["sh", "-c", f"cat > {plan}; exit 1"]

    fail(make_tap("ads", approval_command=command), SettingsError, match="approval")

    told = json.loads(plan.read_text())
    assert told["accounts"] == ["2001000000000001"]
    assert told["graph_version"] == "v26.0"


def test_every_record_means_what_the_sdk_means(make_tap):
    tap = make_tap("insights_account_daily", "insights_account_daily_actions", "ads")

    fast = assert_run_same_as_sdk(tap)

    assert fast["insights_account_daily_actions"] > 100
    assert fast["insights_account_daily_windows"] == 7


def test_no_token_is_in_log_messages_or_state(make_tap, fail, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    secrets = {"access_token": CANARY, "app_id": "7", "app_secret": CANARY[::-1]}

    error, said = fail(make_tap("ads", **secrets), AuthError)

    files = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    everything = f"{caplog.text}{error}{said.messages}".encode() + files
    assert CANARY.encode() not in everything
    assert CANARY[::-1].encode() not in everything


def test_a_sixtieth_day_before_its_end_the_default_version_is_told(make_tap):
    version, sunset = make_tap("ads", graph_version="v25.0").api_version

    assert (version, sunset) == ("v25.0", "2028-07-29")
    assert make_tap("ads").api_version == ("v26.0", None)
