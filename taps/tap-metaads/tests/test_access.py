"""The token's life: looked up, exchanged in time, kept, and taken anew once."""

from __future__ import annotations

import stat
from datetime import timedelta

import pytest

from tap_kit.errors import AuthError, SettingsError
from wv_sandbox.metaads.access import (
    EXPIRED_TOKEN,
    SCOPELESS_TOKEN,
    SHORT_TOKEN,
    SYSTEM_TOKEN,
    prove,
)


def bearers(box) -> list[str]:
    return [r.headers["authorization"].removeprefix("Bearer ") for r in box.requests]


def test_a_token_that_never_ends_is_looked_up_and_kept(make_tap, sync, box, app):
    sync(make_tap("ad_labels", **app))

    paths = [request.path.rsplit("/", 1)[1] for request in box.requests]
    assert paths[0] == "debug_token"
    assert "access_token" not in paths
    assert bearers(box)[0] == f"{app['app_id']}|{app['app_secret']}"
    assert bearers(box)[-1] == SYSTEM_TOKEN


def test_every_request_is_signed_by_the_app(make_tap, sync, meta, box, app):
    meta.tokens.needs_proof = True

    assert sync(make_tap("ad_labels", **app)).records("ad_labels")

    proof = prove(SYSTEM_TOKEN)
    asked = [r for r in box.requests if r.path.endswith("adlabels")]
    assert {request.query["appsecret_proof"] for request in asked} == {proof}


def test_the_token_stands_in_no_address(make_tap, sync, box, app):
    sync(make_tap("campaigns", "insights_ad_daily", **app))

    reading = [r for r in box.requests if not r.path.endswith("debug_token")]
    assert not [r for r in reading if SYSTEM_TOKEN in str(r.query) + r.path]


def test_a_token_that_ends_soon_is_exchanged_and_kept_privately(
    make_tap, sync, box, app, tmp_path
):
    sync(make_tap("ad_labels", access_token=SHORT_TOKEN, **app))

    assert bearers(box)[-1].startswith("EAASANDBOXLONG")
    (store,) = tmp_path.rglob("*.token.json")
    assert stat.S_IMODE(store.stat().st_mode) == 0o600


def test_the_next_run_takes_what_was_kept(make_tap, sync, box, app):
    sync(make_tap("ad_labels", access_token=SHORT_TOKEN, **app))
    kept = bearers(box)[-1]
    before = len(box.requests)

    sync(make_tap("ad_labels", access_token=SHORT_TOKEN, **app))

    again = box.requests[before:]
    assert not [r for r in again if r.path.endswith("oauth/access_token")]
    assert again[-1].headers["authorization"] == f"Bearer {kept}"


def test_a_new_token_in_the_settings_counts_for_more(make_tap, sync, box, app):
    sync(make_tap("ad_labels", access_token=SHORT_TOKEN, **app))

    sync(make_tap("ad_labels", access_token=SYSTEM_TOKEN, **app))

    assert bearers(box)[-1] == SYSTEM_TOKEN


def test_an_expired_token_says_what_to_do(make_tap, fail, app):
    error, _ = fail(make_tap("ad_labels", access_token=EXPIRED_TOKEN, **app), AuthError)

    assert error.exit_code == 3
    assert "system user" in str(error)
    assert EXPIRED_TOKEN not in str(error)


def test_a_token_that_may_not_read_ads_says_so(make_tap, fail, app):
    tap = make_tap("ad_labels", access_token=SCOPELESS_TOKEN, **app)

    fail(tap, AuthError, match="ads_read")


def test_without_an_app_an_expired_token_is_tried_once(make_tap, fail, box):
    """No blind loop: Meta counts errors against the quota."""
    fail(make_tap("ad_labels", access_token=EXPIRED_TOKEN), AuthError)

    assert len(box.requests) == 1


def test_a_token_refused_in_the_middle_is_exchanged_once(make_tap, sync, box, app):
    box.faults.add("meta:190/467", path_prefix="/metaads/graph/v26.0/act_", after=1)
    tap = make_tap("ad_labels", "pixels", access_token=SHORT_TOKEN, **app)

    said = sync(tap)

    assert said.records("pixels")
    exchanges = [r for r in box.requests if r.path.endswith("oauth/access_token")]
    assert len(exchanges) == 2  # At the start, and when it was refused.


def test_a_token_refused_again_ends_the_run(make_tap, fail, box, app):
    box.faults.add(
        "meta:190/467", path_prefix="/metaads/graph/v26.0/act_", after=1, times=None
    )
    tap = make_tap("ad_labels", access_token=SHORT_TOKEN, **app)

    error, _ = fail(tap, AuthError, match="token_invalid")

    assert error.exit_code == 3
    exchanges = [r for r in box.requests if r.path.endswith("oauth/access_token")]
    assert len(exchanges) == 2


def test_another_run_may_have_exchanged_it_already(make_tap, app):
    """Two runs at once: the second takes what the first has kept."""
    first, second = (
        make_tap("ad_labels", access_token=SHORT_TOKEN, **app).credential
        for _ in range(2)
    )
    second.token()
    first.start()

    assert second.renew()
    assert second.token() == first.token() != SHORT_TOKEN
    assert not second.renew()


def test_when_the_token_ends_is_told(make_tap, clock, app):
    credential = make_tap("ad_labels", access_token=SHORT_TOKEN, **app).credential

    assert credential.start() == clock.now() + timedelta(days=60)


@pytest.mark.parametrize("half", [{"app_id": "1"}, {"app_secret": "s" * 32}])
def test_half_an_app_is_refused(make_tap, fail, half):
    fail(make_tap("ad_labels", **half), SettingsError, match="belong together")


def test_an_app_that_is_not_the_tokens_says_what_to_check(make_tap, fail):
    tap = make_tap("ad_labels", app_id="1", app_secret="s" * 32)

    fail(tap, AuthError, match="app_secret")
