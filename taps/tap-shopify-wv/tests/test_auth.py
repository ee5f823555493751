"""A token is fetched, kept, rotated, and renewed once when it is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tap_kit.errors import AuthError, ExitCode

CLIENT = {"client_id": "sandbox-client", "client_secret": "sandbox-secret-0000000000"}
NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)


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
