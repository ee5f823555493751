from __future__ import annotations

import hashlib
import hmac
import logging
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.errors import ExitCode, SettingsError
from tap_kit.pii import PiiMode, Pseudonymizer, normalise_email, normalise_phone

KEY = "c4a1d8e07b2f49a6935e0d7c81b6f2a4"
OTHER_KEY = "0f9e8d7c6b5a49382716050f4e3d2c1b"
HASHED = Pseudonymizer(KEY)


def test_the_pseudonym_is_a_keyed_hmac_separated_by_field() -> None:
    """The form is a contract with the lake: changing it needs a new prefix."""
    expected = hmac.new(KEY.encode(), b"email\0a@b.example", hashlib.sha256).hexdigest()

    assert HASHED.value("email", " A@B.example ") == f"h1:{expected}"


def test_bytes_and_text_keys_are_the_same_key() -> None:
    as_bytes = Pseudonymizer(KEY.encode())

    assert as_bytes.value("email", "a@b.de") == HASHED.value("email", "a@b.de")


def test_another_key_gives_another_pseudonym() -> None:
    other = Pseudonymizer(OTHER_KEY)

    assert other.value("email", "a@b.de") != HASHED.value("email", "a@b.de")


def test_the_same_text_in_two_fields_does_not_join() -> None:
    assert HASHED.value("first_name", "Kim") != HASHED.value("last_name", "Kim")


@given(st.text(), st.sampled_from(["email", "phone", "name"]))
def test_a_pseudonym_never_holds_its_datum(datum: str, field: str) -> None:
    pseudonym = HASHED.value(field, datum)

    assert pseudonym is None or re.fullmatch(r"h1:[0-9a-f]{64}", pseudonym)


@given(st.text(min_size=1).filter(lambda text: "\0" not in text))
def test_field_and_text_cannot_be_shifted_into_each_other(text: str) -> None:
    assert HASHED.value("a", f"b{text}") != HASHED.value("ab", text)


@pytest.mark.parametrize("nothing", [None, "", " ", "\t\n"], ids=repr)
@pytest.mark.parametrize("field", ["email", "phone", "name"])
def test_nothing_has_no_pseudonym(field: str, nothing: str | None) -> None:
    """Else all customers without a phone would be one customer."""
    assert HASHED.value(field, nothing) is None


def test_mode_keep_keeps_and_needs_no_key() -> None:
    kept = Pseudonymizer(None, PiiMode.KEEP)

    assert kept.value("email", " A@b.de ") == " A@b.de "
    assert kept.value("email", None) is None


def test_mode_drop_drops_and_needs_no_key() -> None:
    assert Pseudonymizer(None, "drop").value("email", "a@b.de") is None


@pytest.mark.parametrize(
    "key",
    [None, "", b"", "short", "x" * 64, b"ab" * 32],
    ids=["none", "empty", "empty bytes", "short", "one letter", "two letters"],
)
def test_mode_hash_fails_closed_without_a_strong_key(key: str | bytes | None) -> None:
    with pytest.raises(SettingsError, match="missing or weak") as caught:
        Pseudonymizer(key)

    assert caught.value.exit_code is ExitCode.USAGE
    assert "openssl rand" in caught.value.next_step


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(SettingsError, match="no PII mode 'plain'"):
        Pseudonymizer(KEY, "plain")


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WV_PII_KEY", KEY)
    made = Pseudonymizer.from_environment("WV_PII_KEY")

    assert made.value("email", "a@b.de") == HASHED.value("email", "a@b.de")


@pytest.mark.parametrize("value", [None, ""], ids=repr)
def test_a_missing_variable_fails_closed(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("WV_PII_KEY", raising=False)
    if value is not None:
        monkeypatch.setenv("WV_PII_KEY", value)

    with pytest.raises(SettingsError, match="WV_PII_KEY"):
        Pseudonymizer.from_environment("WV_PII_KEY")


def test_dropping_needs_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WV_PII_KEY", raising=False)

    assert Pseudonymizer.from_environment("WV_PII_KEY", "drop").mode is PiiMode.DROP


def test_the_key_is_not_in_the_repr(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("pii").warning("%r %s", HASHED, HASHED)

    assert KEY not in caplog.text
    assert repr(HASHED) == "Pseudonymizer(mode='hash')"


@pytest.mark.parametrize(
    ("email", "normal"),
    [
        (" Kim.Lee+shop@Example.COM\n", "kim.lee+shop@example.com"),
        ("kim@MÜNCHEN.example", "kim@xn--mnchen-3ya.example"),
        ("\uff4b\uff49\uff4d\uff20example.com", "kim@example.com"),
        ("İpek@example.com", "i̇pek@example.com"),
        ("two@at@example.com", "two@at@example.com"),
        ("no-at", "no-at"),
        (f"a@{'x' * 64}.com", f"a@{'x' * 64}.com"),
        ("a@b..de", "a@b..de"),
    ],
)
def test_emails_are_normalised_but_stay_the_person(email: str, normal: str) -> None:
    """Dots and plus tell persons apart on most servers; only form is unified."""
    assert normalise_email(email) == normal


@pytest.mark.parametrize(
    ("phone", "normal"),
    [
        ("+49 170 1234567", "+491701234567"),
        ("+49 (0)170/123-45.67", "+491701234567"),
        ("0049 170 1234567", "+491701234567"),
        ("\uff0b\uff11 (212) 555\u20130123", "+12125550123"),
        ("0170 1234567", None),
        ("(212) 555-0123", None),
        ("+0123456789", None),
        ("+1234567890123456", None),
        ("+12", None),
        ("call me", None),
    ],
)
def test_phones_become_e164_where_the_country_is_known(
    phone: str, normal: str | None
) -> None:
    assert normalise_phone(phone) == normal


def test_one_number_written_in_two_ways_is_one_pseudonym() -> None:
    first = HASHED.value("phone", "+49 170 1234567")

    assert first == HASHED.value("phone", "0049-170-1234567")


def test_a_national_number_never_equals_an_international_one() -> None:
    """`0170…` is a person in each country that has such a number."""
    national = HASHED.value("phone", "01701234567")
    international = HASHED.value("phone", "+1701234567")

    assert national is not None
    assert national != international
    assert national != HASHED.value("phone:national", "01701234567 x")
