"""What a tap brings along: clocks, addresses, a sandbox, and silence on its secrets."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from tap_kit_tests_zoo import NOW, Calls, TapStub, TapZoo

from tap_kit.clock import SystemClock
from tap_kit.errors import HostRefusedError

CANARY = "s3cr3t-canary-token"


def test_as_of_sets_the_clock_but_not_that_of_what_outlives_the_run():
    tap = TapZoo(config={"as_of": "2020-02-29T12:00:00Z"})

    assert tap.clock.now().date().isoformat() == "2020-02-29"
    assert isinstance(tap.real_clock, SystemClock)
    assert tap.real_clock.now() > tap.clock.now()


def test_start_date_is_an_instant():
    assert TapZoo(config={"start_date": "2020-02-29"}).start_date == datetime(
        2020, 2, 29, tzinfo=UTC
    )
    assert TapZoo().start_date is None


def test_the_vendor_is_asked_at_its_own_address():
    class TapCalls(TapZoo):
        stream_types = (Calls,)
        allowed_hosts = ("vendor.test",)

    tap = TapCalls()

    assert tap.base_url is None
    with pytest.raises(HostRefusedError):
        tap.session.get("https://elsewhere.test/")
    tap.close()


def test_another_address_is_allowed_by_setting_it():
    class TapCalls(TapZoo):
        stream_types = (Calls,)

    tap = TapCalls(config={"api_base_url": "http://127.0.0.1:9/x/"})

    assert tap.base_url == "http://127.0.0.1:9/x"
    assert tap.streams["calls"].get_url(None) == "http://127.0.0.1:9/x/calls"
    tap.close()


def test_the_sandbox_is_started_when_it_is_needed_and_ends_with_the_run(monkeypatch):
    events: list[Any] = []

    class FakeSandbox:
        def __init__(self, **options: Any) -> None:
            events.append(options)

        def __enter__(self):
            return self

        def __exit__(self, *_args):
            events.append("end")

        def url(self, source):
            return f"http://127.0.0.1:9/{source}"

    monkeypatch.setattr("tap_kit.equipment.Sandbox", FakeSandbox)
    tap = TapStub(config={"as_of": "2026-11-15T06:00:00Z", "sandbox_seed": 9})
    assert events == []

    assert tap.base_url == "http://127.0.0.1:9/zoo"
    assert tap.base_url == "http://127.0.0.1:9/zoo"
    tap.close()

    assert events == [{"seed": 9, "now": NOW}, "end"]


def test_the_sandbox_has_a_breaker_of_its_own(tmp_path):
    config = {"state_dir": str(tmp_path)}
    TapStub(config=config).breaker.failure()
    TapStub(config=config | {"api_key": "key"}).breaker.failure()

    assert sorted(p.name for p in tmp_path.glob("*.json")) == [
        "zoo-stub.breaker.json",
        "zoo.breaker.json",
    ]


@pytest.mark.parametrize(
    "config",
    [
        {"api_key": CANARY},
        {"keys": {"a": CANARY}},
        {"more": ["another-canary-5c1f", CANARY]},
    ],
    ids=str,
)
def test_a_secret_setting_shows_in_no_log(config, caplog):
    tap = TapZoo(config=config)

    tap.logger.warning("the key is %s", CANARY)

    handler = logging.StreamHandler()
    assert CANARY not in handler.format(caplog.records[-1])


def test_a_secret_of_the_environment_shows_in_no_log(monkeypatch, caplog):
    monkeypatch.setenv("TAP_ZOO_API_KEY", CANARY)

    tap = TapZoo(parse_env_config=True)
    tap.logger.warning("the key is %s", CANARY)

    assert tap.config["api_key"] == CANARY
    assert CANARY not in logging.StreamHandler().format(caplog.records[-1])


def test_a_secret_of_the_run_itself_is_hidden_too(caplog):
    tap = TapZoo()
    tap.hide(CANARY)

    with caplog.at_level(logging.INFO):
        logging.getLogger("anything").info("token %s", CANARY)

    assert CANARY not in caplog.text


def test_end_date_is_an_instant():
    """A day means its beginning, as it does in start_date."""
    assert TapZoo(config={"end_date": "2020-02-29"}).end_date == datetime(
        2020, 2, 29, tzinfo=UTC
    )
    assert TapZoo().end_date is None


def test_schemas_are_mapped_when_the_first_record_asks_for_it(monkeypatch):
    """A tap of fifty streams would copy them all, to say that its key is missing."""
    mapped: list[str] = []
    monkeypatch.setattr(
        "singer_sdk.mapper.PluginMapper.register_raw_stream_schema",
        lambda _self, name, *_: mapped.append(name),
    )

    tap = TapZoo()
    before = [*mapped]
    _ = tap.mapper

    assert not before
    assert set(mapped) == set(tap.streams)


@pytest.mark.parametrize(
    "config",
    [{"stream_maps": {"__else__": None}}, {"flattening_enabled": True}],
    ids=str,
)
def test_settings_of_maps_are_looked_at_before_the_first_record(monkeypatch, config):
    mapped: list[str] = []
    monkeypatch.setattr(
        "singer_sdk.mapper.PluginMapper.register_raw_stream_schema",
        lambda _self, name, *_: mapped.append(name),
    )

    TapZoo(config={"flattening_max_depth": 1, **config})

    assert mapped
