"""Tokens that are fixed, fetched or rotated; none is asked for without need."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tap_kit.clock import ManualClock
from tap_kit.credentials import FetchedToken, FixedToken, RotatingToken
from tap_kit.tokens import TokenStore

if TYPE_CHECKING:
    from collections.abc import Mapping


class Server:
    """Grants tokens, and remembers what it was sent."""

    def __init__(
        self, *, rotates: bool = True, expires_in: float | None = 3600
    ) -> None:
        self.forms: list[dict[str, str]] = []
        self._rotates = rotates
        self._expires_in = expires_in

    def grant(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        self.forms.append(dict(form))
        number = len(self.forms)
        granted: dict[str, Any] = {"access_token": f"access-{number}"}
        if self._rotates:
            granted["refresh_token"] = f"refresh-{number}"
        if self._expires_in is not None:
            granted["expires_in"] = self._expires_in
        return granted


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 15, 9, tzinfo=UTC))


@pytest.fixture
def rotating(tmp_path, clock):
    def make(server: Server, seed: str = "refresh-0") -> RotatingToken:
        store = TokenStore(tmp_path / "token.json", clock)
        return RotatingToken(server.grant, {"client_id": "c"}, seed, store, clock)

    return make


def test_a_fixed_token_is_what_it_is():
    assert FixedToken("shpat").token() == "shpat"
    assert not FixedToken("shpat").renew()


def test_a_token_is_fetched_once_while_it_lasts(clock):
    server = Server()
    credential = FetchedToken(server.grant, {"client_id": "c"}, clock)

    assert [credential.token(), credential.token()] == ["access-1", "access-1"]
    clock.advance(3600)
    assert credential.token() == "access-2"
    assert server.forms[0] == {"client_id": "c", "grant_type": "client_credentials"}


def test_a_fetched_token_can_be_renewed_before_its_time(clock):
    credential = FetchedToken(Server().grant, {}, clock)
    credential.token()

    assert credential.renew()
    assert credential.token() == "access-2"


def test_a_refresh_token_is_exchanged_and_its_successor_used(rotating, clock):
    server = Server()
    credential = rotating(server)

    assert credential.token() == "access-1"
    clock.advance(3600)
    assert credential.token() == "access-2"
    assert [form["refresh_token"] for form in server.forms] == [
        "refresh-0",
        "refresh-1",
    ]


def test_another_run_goes_on_with_what_was_kept(rotating):
    server = Server()
    rotating(server).token()

    assert rotating(server).token() == "access-1"
    assert len(server.forms) == 1


def test_a_refused_token_is_renewed_unless_another_run_has_done_so(rotating):
    server = Server()
    first, second = rotating(server), rotating(server)
    first.token(), second.token()

    assert first.renew()
    assert second.renew()
    assert first.token() == second.token() == "access-2"
    assert len(server.forms) == 2


def test_a_server_that_does_not_rotate_keeps_the_token(rotating, clock):
    server = Server(rotates=False)
    credential = rotating(server)
    credential.token()
    clock.advance(3600)
    credential.token()

    assert {form["refresh_token"] for form in server.forms} == {"refresh-0"}


def test_a_token_that_does_not_say_how_long_it_lasts_is_taken_for_an_hour(
    rotating, clock
):
    server = Server(expires_in=None)
    credential = rotating(server)
    credential.token()
    clock.advance(3500)
    credential.token()

    assert len(server.forms) == 2


def test_a_new_seed_wins_over_what_was_kept(rotating):
    server = Server()
    rotating(server).token()

    rotating(server, "refresh-new").token()

    assert server.forms[-1]["refresh_token"] == "refresh-new"


def test_a_token_is_kept_before_it_is_used(rotating, tmp_path):
    """A run that is killed right behind the grant must not lose the new token."""
    server = Server()
    used = rotating(server).token()

    kept = (tmp_path / "token.json").read_text()
    assert used in kept
    assert "refresh-1" in kept
