"""Token endpoints that answer what they should not."""

from __future__ import annotations

import pytest

from tap_kit.errors import AuthError
from tap_metaads.oauth import OAuth


@pytest.fixture
def server(make_tap, app):
    return OAuth(tap=make_tap("ads", **app))


@pytest.mark.parametrize("body", [{}, {"data": []}, {"data": None}])
def test_a_look_up_that_tells_nothing_is_an_error(server, monkeypatch, body):
    monkeypatch.setattr(OAuth, "_read", lambda *_: body)

    with pytest.raises(AuthError, match="what the token is"):
        server.inspect("EAAx")


@pytest.mark.parametrize("body", [{}, {"access_token": ""}, {"access_token": 7}])
def test_an_exchange_without_a_token_is_an_error(server, monkeypatch, body):
    monkeypatch.setattr(OAuth, "_read", lambda *_: body)

    with pytest.raises(AuthError, match="without a token"):
        server.exchange("EAAx")


def test_an_exchange_that_fails_leaves_metas_first_word(make_tap, app, monkeypatch):
    credential = make_tap("ads", **app).credential
    monkeypatch.setattr(OAuth, "_read", lambda *_: {})

    assert not credential.renew()


def test_tokens_may_be_asked_for_elsewhere(make_tap, box, app):
    tap = make_tap("ads", oauth_base_url=f"{box.url}/metaads/graph", **app)

    assert tap.oauth_url == f"{box.url}/metaads/graph"
    assert tap.hosts == ("graph.facebook.com", box.url.removeprefix("http://"))
    assert tap.credential.start() is None
