"""The tap as a whole: settings, people, and secrets that stay secret."""

from __future__ import annotations

import datetime as dt
import logging

import pytest

from tap_googleads.tap import TapGoogleAds
from tap_googleads.versions import DEFAULT, VERSIONS
from tap_kit.errors import BudgetExhaustedError, SettingsError

PII_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
CHANGE = {
    "changeEvent": {
        "resourceName": "customers/1000000001/changeEvents/1",
        "changeDateTime": "2026-11-05 09:30:00.123456",
        "userEmail": "ada@weather.example",
    }
}


def test_the_default_version_lives_for_sixty_days_more():
    """The one test that reads the day of the wall: a version dies on a real day."""
    sunset = VERSIONS[DEFAULT].sunset
    today = dt.date.today()  # noqa: DTZ011 - a day of difference does no harm.

    assert sunset is None or sunset - today > dt.timedelta(days=60)


def test_without_credentials_the_sandbox_is_read(tmp_path, sync, monkeypatch):
    monkeypatch.delenv("WV_PII_KEY", raising=False)
    config = {"state_dir": str(tmp_path), "as_of": "2026-11-15T09:00:00Z"}
    tap = TapGoogleAds(config=config | {"customer_ids": ["1000000001"]})
    for name, stream in tap.streams.items():
        stream.selected = name in {"labels", "change_events", "connector_runs"}

    said = sync(tap)

    assert {row["_wv_source"] for row in said.records("labels")} == {"stub"}
    assert all(row["user_email"][:3] == "h1:" for row in said.records("change_events"))


def test_production_refuses_to_read_the_sandbox(tmp_path, fail):
    tap = TapGoogleAds(config={"state_dir": str(tmp_path), "allow_stub": False})

    fail(tap, SettingsError, "allow_stub")


def test_half_a_credential_is_an_error_and_not_the_sandbox(make_fake, fail, api):
    _, said = fail(make_fake("campaigns", refresh_token=None), SettingsError, "lacks")

    assert not api.asked
    assert said.report["exit_code"] == 2


def test_people_need_a_key_only_where_they_are_read(make_fake, fail, sync, monkeypatch):
    monkeypatch.delenv("WV_PII_KEY", raising=False)

    sync(make_fake("campaigns", pii_mode="hash"))
    fail(make_fake("change_events", pii_mode="hash"), SettingsError, "WV_PII_KEY")


def test_who_changed_something_leaves_as_a_pseudonym(make_fake, sync, api, monkeypatch):
    monkeypatch.setenv("WV_PII_KEY", PII_KEY)
    api.on("FROM change_event", [CHANGE])

    said = sync(make_fake("change_events", pii_mode="hash"))

    [record] = said.records("change_events")
    assert record["user_email"].startswith("h1:")
    assert "ada@" not in str(said.messages)


def test_the_operator_sees_what_will_be_read(make_fake):
    plan = make_fake("campaigns").plan()

    assert plan == {
        "api_version": "v26",
        "customer_ids": ["1000000001"],
        "max_operations": 2500,
    }


def test_settings_may_stand_in_the_environment_under_googles_names(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("GOOGLE_ADS_LOGIN_CUSTOMER_ID", "900-000-0001")
    monkeypatch.setenv("GOOGLE_ADS_CUSTOMER_IDS", "1000000001, 1000000002")

    tap = TapGoogleAds(config={"state_dir": str(tmp_path)})

    assert tap.config["login_customer_id"] == "900-000-0001"
    assert tap.config["customer_ids"] == ["1000000001", "1000000002"]


def test_the_longest_wait_is_five_minutes_unless_one_says_so(make_fake):
    assert make_fake().config["max_wait_seconds"] == 300
    assert make_fake(max_wait_seconds=7).config["max_wait_seconds"] == 7


def test_operations_are_counted_and_end_the_run_resumably(make_fake):
    operations = make_fake(max_operations_per_run=2).operations
    operations.spend()
    operations.spend()

    with pytest.raises(BudgetExhaustedError, match="2 operations are spent") as caught:
        operations.spend()

    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    "through",
    ["x", {"1": {"at": "then"}}, {"1": {"at": 7}}, {"1": {"day": "2027-01-01"}}],
)
def test_a_state_that_nobody_wrote_is_refused(make_fake, through):
    state = {"bookmarks": {"change_events": {"through": through}}}

    with pytest.raises(SettingsError):
        make_fake("change_events", state=state)


def test_no_secret_is_told(make_fake, sync, api, caplog):
    caplog.set_level(logging.DEBUG)
    api.on("FROM campaign ", [])

    said = sync(make_fake("campaigns"))
    logging.getLogger("anything").warning("1//canary GOCSPX-canary")

    assert "canary" not in caplog.text
    assert "canary" not in str(said.messages)


def test_tokens_may_be_fetched_elsewhere(make_fake):
    tap = make_fake(oauth_base_url="http://127.0.0.1:9/")

    assert tap.oauth_url == "http://127.0.0.1:9"
    assert "127.0.0.1:9" in tap.hosts
    assert make_fake().oauth_url == "https://oauth2.googleapis.com"
    assert make_fake().api_url == "https://googleads.googleapis.com"


def test_what_google_refused_is_asked_anew_where_the_file_is_broken(
    make_fake, sync, api, tmp_path
):
    (tmp_path / "googleads.preflight.json").write_text("{", encoding="utf-8")
    api.on("validate", [])
    api.on("FROM campaign ", [])

    sync(make_fake("campaigns"))

    assert len(api.queries("validate")) == 1
