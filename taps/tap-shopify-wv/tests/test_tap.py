"""Before the first record: settings, credentials, state, plan, and what may be read."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tap_kit.errors import (
    ApprovalRefusedError,
    AuthError,
    ExitCode,
    SettingsError,
    TapError,
)
from tap_kit.testing import assert_run_same_as_sdk
from tap_shopify_wv.settings import PII_KEY
from tap_shopify_wv.tap import TapShopify

TOKEN = "shpat_0123456789abcdef0123456789abcdef"
SHOP = "my-shop.myshopify.com"


def test_without_settings_the_sandbox_is_read(monkeypatch):
    monkeypatch.delenv(PII_KEY, raising=False)
    tap = TapShopify(config={})

    assert tap.is_stub
    assert tap.shop_domain == "weathervane-demo.myshopify.com"
    assert tap.columns["_wv_source"] == "stub"
    assert tap.people.value("email", "a@b.c")


def test_production_refuses_stub_data(fail, tmp_path):
    """Before the sandbox is even started: nothing is written, nothing waited for."""
    config = {"allow_stub": False, "state_dir": str(tmp_path)}

    error, said = fail(TapShopify(config=config), SettingsError, "allow_stub")

    assert error.exit_code is ExitCode.USAGE
    assert said.records("orders") == []
    assert said.report["requests"] == 0
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "config",
    [
        {"shop_domain": SHOP},
        {"access_token": TOKEN},
        {"shop_domain": SHOP, "client_id": "only-half"},
    ],
)
def test_half_of_an_account_is_refused(config):
    with pytest.raises(SettingsError, match="README, Access"):
        TapShopify(config=config)


@pytest.mark.parametrize(
    "ways",
    [
        {"access_token": TOKEN},
        {"client_id": "id", "client_secret": TOKEN},
        {"refresh_token": TOKEN},
    ],
)
def test_each_way_in_is_an_account(ways):
    assert not TapShopify(config={"shop_domain": SHOP, **ways}).is_stub


def test_settings_may_stand_in_the_environment(monkeypatch):
    monkeypatch.setenv("SHOPIFY_SHOP_DOMAIN", SHOP)
    monkeypatch.setenv("SHOPIFY_ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("SHOPIFY_API_VERSION", "2026-07")
    monkeypatch.setenv("SHOPIFY_LOOKBACK_DAYS", "3")

    tap = TapShopify(config={"api_version": "2026-10"})

    assert not tap.is_stub
    assert tap.shop_domain == SHOP
    assert tap.config["lookback_days"] == 3
    assert tap.config["api_version"] == "2026-10"  # What is given counts for more.


@pytest.mark.parametrize("prefix", ["SHOPIFY", "TAP_SHOPIFY_WV"])
def test_secrets_of_the_environment_are_hidden(monkeypatch, caplog, prefix):
    canary = "shpat_canary_0123456789abcdef"
    monkeypatch.setenv(f"{prefix}_ACCESS_TOKEN", canary)
    monkeypatch.setenv("SHOPIFY_SHOP_DOMAIN", SHOP)
    tap = TapShopify(config={"access_token": TOKEN})

    tap.logger.warning("the token is %s", canary)

    assert "the token is" in caplog.text
    assert canary not in caplog.text


@pytest.mark.parametrize("domain", ["my-shop", "-a-b.myshopify.com", "a.example.com"])
def test_a_shop_that_is_none_is_refused(domain):
    config = {"shop_domain": domain, "access_token": TOKEN}

    with pytest.raises(SettingsError, match="is no shop"):
        TapShopify(config=config, state={})


def test_no_key_no_run(make_tap, fail, monkeypatch, box):
    tap = make_tap("orders")
    monkeypatch.delenv(PII_KEY)

    fail(tap, SettingsError, PII_KEY)

    assert box.requests == []


def test_people_may_be_kept_without_a_key(make_tap, sync, monkeypatch):
    tap = make_tap("customers", pii_mode="keep", shop="plain-100")
    monkeypatch.delenv(PII_KEY)

    emails = [record["email"] for record in sync(tap).records("customers")]

    assert any("@" in email for email in emails if email)


def test_free_text_that_does_not_exist_is_refused(make_tap, fail):
    fail(make_tap("orders", free_text_columns=["orders.nota"]), SettingsError, "nota")


def test_an_unsupported_version_ends_the_run(make_tap, fail):
    error, _ = fail(make_tap("orders", api_version="2024-04"), SettingsError, "2026-10")

    assert error.exit_code is ExitCode.USAGE


def test_the_oldest_version_is_read_without_its_missing_fields(make_tap, sync, caplog):
    said = sync(make_tap("orders", shop="plain-100", api_version="2026-01"))

    assert len(said.records("orders")) > 50
    assert "orders.cartToken is not asked for: new in 2026-07" in caplog.text
    metrics = {m["name"]: m["value"] for m in said.report["metrics"]}
    assert metrics["fields_left_out"] >= 2


def test_the_plan_goes_to_the_approval_command(make_tap, fail, tmp_path):
    """Shop, mode, windows and price; refused, nothing is read."""
    seen = tmp_path / "plan.json"
    program = (
        f"import sys; open({str(seen)!r}, 'w').write(sys.stdin.read()); sys.exit(1)"
    )
    tap = make_tap("orders", "shop", approval_command=[sys.executable, "-c", program])

    _, said = fail(tap, ApprovalRefusedError)

    plan = json.loads(Path(seen).read_text(encoding="utf-8"))
    assert plan["shop"] == "plain-200.myshopify.com"
    assert plan["mode"] == "never"
    reads = {read["stream"]: read for read in plan["reads"]}
    assert reads["orders"]["to"] == "2026-11-15T08:58:00+00:00"
    assert 0 < plan["points_a_page"]["orders"] < 1000
    assert said.records("orders") == []


def test_old_orders_without_the_scope_are_warned_of(make_tap, sync, caplog):
    token = "shpat_sandbox_no_all_orders_0000000000"

    sync(make_tap("order_refunds", shop="plain-100", access_token=token))

    assert "read_all_orders" in caplog.text


def test_a_missing_scope_leaves_the_stream_out(make_tap, fail, caplog):
    token = "shpat_sandbox_no_customers_0000000000"
    tap = make_tap("customers", "products", shop="plain-100", access_token=token)

    error, said = fail(tap, TapError, "left out")

    assert error.exit_code is ExitCode.PARTIAL
    assert said.records("customers") == []
    assert said.records("products")
    assert "read_customers" in caplog.text


def test_a_missing_scope_ends_a_strict_run(make_tap, fail):
    token = "shpat_sandbox_no_customers_0000000000"
    tap = make_tap(
        "customers", shop="plain-100", access_token=token, strict_scopes=True
    )

    error, _ = fail(tap, AuthError, "read_customers")

    assert error.exit_code is ExitCode.AUTH


def test_a_wrong_token_ends_the_run(make_tap, fail):
    fail(make_tap("orders", access_token=TOKEN), AuthError, "unauthorized")


def state(value: str, **more: str) -> dict:
    part = {"replication_key": "updated_at", "replication_key_value": value, **more}
    return {"bookmarks": {"orders": part}}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (state("2026-11-16T00:00:00Z"), "future"),
        (state("2026-11-01"), "no instant"),
        (state("2026-11-01T00:00:00Z", shop="other.myshopify.com"), "another shop"),
        (state("2026-11-01T00:00:00Z", through="x"), "unknown keys"),
        (state("2026-11-01T00:00:00Z", replication_key="created_at"), "created_at"),
        ({"bookmarks": {"campaigns": {}}}, "other streams"),
        ({"bookmark": {}}, "no bookmarks"),
    ],
)
def test_a_wrong_state_is_refused(make_tap, given, words):
    with pytest.raises(SettingsError, match=words):
        make_tap("orders", state=given)


def test_a_good_state_is_taken(make_tap):
    tap = make_tap("orders", state=state("2026-11-01T00:00:00+01:00"))

    progress = tap.streams["orders"].progress

    assert progress.span.begin == datetime(2026, 10, 24, 23, tzinfo=UTC)


def test_all_streams_say_what_the_sdk_says(make_tap):
    """The fast record loop, on every record of every stream."""
    tap = make_tap(shop="plain-100", include_deleted=True)

    fast = assert_run_same_as_sdk(tap)

    assert sum(fast.values()) > 1000
