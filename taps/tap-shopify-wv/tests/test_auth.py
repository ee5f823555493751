"""A token is fetched, kept, rotated, and renewed once when it is refused."""

from __future__ import annotations

import stat
from datetime import UTC, datetime

import pytest

from tap_kit.clock import ManualClock
from tap_kit.errors import AuthError, ExitCode
from tap_kit.tokens import TokenStore
from tap_shopify_wv.auth import FetchedToken, FixedToken, RotatingToken

CLIENT = {"client_id": "sandbox-client", "client_secret": "sandbox-secret-0000000000"}
NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)


class Grants:
    """Grants tokens by number, and notes what it was asked for."""

    def __init__(self, expires_in: int | None = 3600) -> None:
        self.forms: list[dict[str, str]] = []
        self.expires_in = expires_in

    def __call__(self, form):
        self.forms.append(dict(form))
        number = len(self.forms)
        grant = {"access_token": f"access-{number}", "refresh_token": f"next-{number}"}
        return grant | ({"expires_in": self.expires_in} if self.expires_in else {})


@pytest.fixture
def grants():
    return Grants()


@pytest.fixture
def still():
    """A clock without a sandbox."""
    return ManualClock(NOW)


@pytest.fixture
def rotating(tmp_path, grants, still):
    def make(seed: str = "first") -> RotatingToken:
        store = TokenStore(tmp_path / "token.json", still)
        return RotatingToken(grants, CLIENT, seed, store, still)

    return make


def test_a_fixed_token_cannot_be_renewed():
    token = FixedToken("shpat_0")

    assert token.token() == "shpat_0"
    assert token.renew() is False


def test_a_fetched_token_is_used_until_shortly_before_its_end(grants, still):
    token = FetchedToken(grants, CLIENT, still)

    assert [token.token(), token.token()] == ["access-1", "access-1"]
    still.advance(3600 - 119)
    assert token.token() == "access-2"
    assert grants.forms[0] == {**CLIENT, "grant_type": "client_credentials"}


def test_a_token_that_does_not_say_how_long_it_lasts_lasts_an_hour(still):
    token = FetchedToken(Grants(expires_in=None), CLIENT, still)
    token.token()
    still.advance(3600)

    assert token.token() == "access-2"


def test_a_refresh_token_is_used_once(rotating, grants, still):
    """The next renewal uses what came last, not what the settings say."""
    token = rotating()
    token.token()
    still.advance(3600)
    token.token()

    assert [form["refresh_token"] for form in grants.forms] == ["first", "next-1"]


def test_a_rotated_token_outlives_the_run(rotating, grants):
    assert rotating().token() == "access-1"
    assert rotating().token() == "access-1"
    assert len(grants.forms) == 1


def test_the_store_is_written_before_the_token_is_used(rotating, tmp_path):
    rotating().token()

    file = tmp_path / "token.json"
    assert "next-1" in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_newer_refresh_token_in_the_settings_wins(rotating, grants):
    rotating("first").token()
    rotating("second").token()

    assert [form["refresh_token"] for form in grants.forms] == ["first", "second"]


def test_a_renewal_takes_what_another_run_has_renewed(rotating, grants):
    """Two runs that are refused at once must not both use one refresh token."""
    one, two = rotating(), rotating()
    one.token(), two.token()
    one.renew()
    two.renew()

    assert two.token() == one.token() == "access-2"
    assert len(grants.forms) == 2


@pytest.fixture
def client_credentials():
    return {**CLIENT, "access_token": None}


def test_client_credentials_read_a_shop(make_tap, sync, client_credentials, box):
    said = sync(make_tap("shop", **client_credentials))

    assert len(said.records("shop")) == 1
    assert box.requests[0].path.endswith("/admin/oauth/access_token")


def test_a_wrong_secret_is_told(make_tap, fail, client_credentials):
    wrong = {**client_credentials, "client_secret": "wrong-secret-0123456789"}

    error, _ = fail(make_tap("shop", **wrong), AuthError, "client_secret")

    assert error.exit_code is ExitCode.AUTH


def test_a_401_renews_the_token_once(make_tap, sync, client_credentials, box):
    box.faults.add("status", status=401, body_contains="query shop")

    said = sync(make_tap("shop", **client_credentials))

    assert len(said.records("shop")) == 1
    grants = [r for r in box.requests if r.path.endswith("access_token")]
    assert len(grants) == 2


def test_a_second_401_ends_the_run(make_tap, fail, client_credentials, box):
    box.faults.add("status", status=401, times=2, body_contains="query shop")

    fail(make_tap("shop", **client_credentials), AuthError, "unauthorized")


def test_a_401_of_a_fixed_token_ends_the_run(make_tap, fail, box, asked):
    box.faults.add("status", status=401, body_contains="query shop")

    fail(make_tap("shop"), AuthError, "unauthorized")

    assert len(asked("query shop")) == 1


def test_a_fetched_token_is_in_no_log(make_tap, sync, client_credentials, caplog):
    tap = make_tap("shop", **client_credentials)
    sync(tap)

    tap.logger.warning("it is %s", tap.credential.token())

    assert tap.credential.token() not in caplog.text
