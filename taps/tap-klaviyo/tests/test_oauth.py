"""OAuth: a refresh token that rotates, kept before it is used."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tap_kit.errors import AuthError, ExitCode, SettingsError
from wv_sandbox.klaviyo.oauth import CLIENT, FIRST_REFRESH_TOKEN

OAUTH = {
    "api_key": None,
    "client_id": CLIENT[0],
    "client_secret": CLIENT[1],
    "refresh_token": FIRST_REFRESH_TOKEN,
}


def store(tap) -> Path:
    return Path(tap.config["state_dir"]) / "klaviyo.token.json"


def grants(box) -> int:
    return len([r for r in box.requests if r.path.endswith("/oauth/token")])


def test_a_refresh_token_lets_us_in(make_tap, sync, box):
    assert len(sync(make_tap("tags", **OAUTH)).records("tags")) == 4

    assert box.requests[-1].headers["authorization"].startswith("Bearer ")


def test_the_rotated_token_is_kept_for_us_alone(make_tap, sync):
    tap = make_tap("tags", **OAUTH)
    sync(tap)

    assert stat.S_IMODE(store(tap).stat().st_mode) == 0o600
    token = json.loads(store(tap).read_text())["token"]
    assert token["refresh_token"] == "sandbox-refresh-1"


def test_the_next_run_uses_what_was_kept(make_tap, sync, box):
    sync(make_tap("tags", **OAUTH))

    assert len(sync(make_tap("tags", **OAUTH)).records("tags")) == 4
    assert grants(box) == 1


def test_a_token_that_ends_is_renewed(make_tap, sync, box, clock):
    sync(make_tap("tags", **OAUTH))
    clock.advance(7200)

    assert len(sync(make_tap("tags", **OAUTH)).records("tags")) == 4
    assert grants(box) == 2


def test_a_token_that_was_revoked_is_renewed_once(make_tap, sync, box):
    sync(make_tap("tags", **OAUTH))
    box.box.klaviyo.tokens._access.clear()

    assert len(sync(make_tap("tags", **OAUTH)).records("tags")) == 4
    assert grants(box) == 2


def test_a_used_refresh_token_ends_the_run(make_tap, fail):
    error, _ = fail(
        make_tap("tags", **OAUTH | {"refresh_token": "stale-refresh-token"}), AuthError
    )

    assert error.exit_code is ExitCode.AUTH
    assert "connect the app" in str(error)
    assert "stale-refresh-token" not in str(error)


def test_a_wrong_client_ends_the_run(make_tap, fail):
    wrong = OAUTH | {"client_secret": "wrong-client-secret"}
    error, _ = fail(make_tap("tags", **wrong), AuthError, "client_secret")

    assert "wrong-client-secret" not in str(error)


def test_a_grant_without_a_token_is_refused(make_tap, fail, requests_mock):
    base = "http://127.0.0.1:9/klaviyo"
    requests_mock.post(f"{base}/a/oauth/token", json={"token_type": "bearer"})

    fail(make_tap("tags", api_base_url=base, **OAUTH), AuthError, "without a token")


@pytest.mark.parametrize("name", ["client_id", "client_secret", "refresh_token"])
def test_half_of_oauth_is_told(make_tap, fail, box, name):
    fail(make_tap("tags", **OAUTH | {name: None}), SettingsError, name)

    assert not box.requests


def test_key_and_oauth_together_are_told(make_tap, fail, box):
    fail(make_tap("tags", **OAUTH | {"api_key": "pk_x"}), SettingsError, "keep one")

    assert not box.requests
