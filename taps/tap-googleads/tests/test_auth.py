"""Three ways in: a user's refresh token, a service account, a given token."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from tap_googleads.auth import AUDIENCE, JWT_BEARER, SCOPE, credential
from tap_kit.clock import ManualClock
from tap_kit.errors import SettingsError

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
USER = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}


class Server:
    """Grants a token a form, and remembers the forms."""

    def __init__(self) -> None:
        self.forms: list[dict] = []

    def __call__(self, form):
        self.forms.append(dict(form))
        return {"access_token": f"t{len(self.forms)}", "expires_in": 3600}


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def clock():
    return ManualClock(NOW)


@pytest.fixture(scope="module")
def signer():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(private) -> str:
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def key_file(private, **more) -> str:
    content = {"client_email": "wv@p.example", "private_key": pem(private)}
    return json.dumps(content | more)


def unpacked(part: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def test_a_refresh_token_fetches_a_token_once(server, clock):
    found = credential(USER, server, clock)

    assert [found.token(), found.token()] == ["t1", "t1"]
    assert server.forms == [{**USER, "grant_type": "refresh_token"}]


def test_a_token_is_renewed_at_80_percent_of_its_life(server, clock):
    found = credential(USER, server, clock)
    found.token()
    clock.advance(2879)
    assert found.token() == "t1"

    clock.advance(1)

    assert found.token() == "t2"


def test_a_token_that_is_refused_can_be_renewed(server, clock):
    found = credential(USER, server, clock)
    found.token()

    assert found.renew()
    assert found.token() == "t2"


def test_a_token_without_a_life_lasts_an_hour(clock):
    found = credential(USER, lambda _form: {"access_token": "t"}, clock)
    found.token()

    assert found._until == NOW.replace(minute=48)


def test_a_given_token_is_used_as_it_is(server, clock):
    found = credential({"access_token": "given"}, server, clock)

    assert found.token() == "given"
    assert not found.renew()
    assert not server.forms


def test_a_service_account_signs_who_it_is(server, clock, signer):
    config = {"service_account_json": key_file(signer, private_key_id="k1")}

    credential(config, server, clock).token()

    [form] = server.forms
    head, claims, signature = form["assertion"].split(".")
    assert form["grant_type"] == JWT_BEARER
    assert unpacked(head) == {"alg": "RS256", "typ": "JWT", "kid": "k1"}
    now = int(NOW.timestamp())
    assert unpacked(claims) == {
        "iss": "wv@p.example",
        "scope": SCOPE,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + 3600,
    }
    signer.public_key().verify(
        base64.urlsafe_b64decode(signature + "=="),
        f"{head}.{claims}".encode(),
        padding.PKCS1v15(),
        hashes.SHA256(),
    )


def test_each_token_of_a_service_account_is_signed_anew(server, clock, signer):
    found = credential({"service_account_json": key_file(signer)}, server, clock)
    found.token()
    clock.advance(3000)
    found.token()

    first, second = (unpacked(f["assertion"].split(".")[1]) for f in server.forms)
    assert second["iat"] - first["iat"] == 3000


def test_the_key_of_a_service_account_may_lie_in_a_file(
    server, clock, signer, tmp_path
):
    path = tmp_path / "key.json"
    path.write_text(key_file(signer))

    assert (
        credential({"service_account_json": str(path)}, server, clock).token() == "t1"
    )


@pytest.mark.parametrize(
    "key",
    ["{", "{}", '{"client_email": "a", "private_key": "canary"}', "/no/such/file"],
)
def test_what_is_no_key_is_refused_and_not_quoted(server, clock, key):
    with pytest.raises(SettingsError, match="no key of a service account") as caught:
        credential({"service_account_json": key}, server, clock)

    assert "canary" not in str(caught.value)


def test_a_key_of_another_kind_is_refused(server, clock):
    key = key_file(ec.generate_private_key(ec.SECP256R1()))

    with pytest.raises(SettingsError, match="no key of a service account"):
        credential({"service_account_json": key}, server, clock)


@pytest.mark.parametrize("missing", USER)
def test_half_a_user_is_refused(server, clock, missing):
    half = {name: value for name, value in USER.items() if name != missing}

    with pytest.raises(SettingsError, match=f"lacks {missing}"):
        credential(half, server, clock)


def test_two_ways_in_are_refused(server, clock):
    with pytest.raises(SettingsError, match="more than one way in"):
        credential({**USER, "access_token": "given"}, server, clock)
