from __future__ import annotations

import base64
import json
from threading import Thread
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from requests.utils import requote_uri

from tap_kit.redact import MASK, Redactor

SECRET = 'shpat_9f/8+e7 d6=ß"\\x'
SECRETS = st.text(min_size=8, max_size=40)
TEXTS = st.text(max_size=60)


def in_base64(secret: str, before: int) -> str:
    """What is common to all base64 texts that hold the secret at this alignment.

    Found with neighbours of all zero and all one bits, so without the formula.
    """
    data = secret.encode()
    zeros = base64.b64encode(bytes(before) + data + bytes(3)).decode()
    ones = base64.b64encode(b"\xff" * before + data + b"\xff" * 3).decode()
    same = "".join(a if a == b else "\0" for a, b in zip(zeros, ones, strict=True))
    return max(same.split("\0"), key=len)


def forms(secret: str) -> dict[str, str]:
    plain_base64 = {f"base64 {n}": in_base64(secret, n) for n in range(3)}
    safe = {
        f"url-safe {name}": form.replace("+", "-").replace("/", "_")
        for name, form in plain_base64.items()
    }
    return {
        "raw": secret,
        "percent": quote(secret, safe=""),
        "percent, path": quote(secret),
        "percent, lower case": quote(secret, safe="").lower()
        if secret.islower()
        else quote(secret, safe=""),
        "form": quote_plus(secret),
        "json": json.dumps(secret)[1:-1],
        "json, utf-8": json.dumps(secret, ensure_ascii=False)[1:-1],
        "hex": secret.encode().hex(),
        "HEX": secret.encode().hex().upper(),
        **plain_base64,
        **safe,
    }


@given(SECRETS, TEXTS, TEXTS, st.data())
@example("********", "*****", "********", None)
@example("abababab", "ab", "ab", None)
@example("access_token=x", "access_token=", "&", None)
@example("\\" * 8, "\\", "\\n", None)
def test_no_form_of_a_secret_is_left(
    secret: str, before: str, after: str, data: st.DataObject | None
) -> None:
    every = forms(secret)
    chosen = every if data is None else [data.draw(st.sampled_from(sorted(every)))]
    text = "".join(f"{before}{every[name]}{after}" for name in chosen)

    cleaned = Redactor([secret]).text(text)

    assert [name for name, form in every.items() if form in cleaned] == []


@given(st.lists(SECRETS, min_size=1, max_size=4), TEXTS)
def test_no_secret_of_several_is_left(secrets: list[str], between: str) -> None:
    cleaned = Redactor(secrets).text(between.join([*secrets, *secrets]))

    assert [secret for secret in secrets if secret in cleaned] == []


@given(SECRETS, st.binary(max_size=20), st.binary(max_size=20))
def test_no_secret_is_left_inside_any_base64(
    secret: str, before: bytes, after: bytes
) -> None:
    """As in `Basic` authentication, where the user's name comes first."""
    data = before + secret.encode() + after
    text = base64.b64encode(data).decode() + base64.urlsafe_b64encode(data).decode()

    cleaned = Redactor([secret]).text(text)

    assert [n for n in range(3) if in_base64(secret, n) in cleaned] == []
    assert MASK in cleaned


@given(TEXTS)
def test_without_secrets_a_plain_text_stays(text: str) -> None:
    assert Redactor().text(f"rows {text}").startswith("rows")
    assert Redactor().text("429 for api.open-meteo.com/v1/forecast") == (
        "429 for api.open-meteo.com/v1/forecast"
    )


@pytest.mark.parametrize("name", sorted(forms(SECRET)))
def test_each_form_becomes_the_mask(name: str) -> None:
    cleaned = Redactor([SECRET]).text(f"<{forms(SECRET)[name]}>")

    assert cleaned == f"<{MASK}>"


@pytest.mark.parametrize(
    "text",
    [
        urlencode({"q": SECRET}),
        requote_uri(f"https://x.example/{SECRET}"),
        json.dumps({"a": SECRET}).replace("/", "\\/"),
        json.dumps({"a": SECRET}).replace("+", "\\u002B"),
        repr([SECRET]),
        repr([f"'{SECRET}"]),
        ascii([SECRET]),
        quote(base64.b64encode(SECRET.encode())),
    ],
    ids=[
        "urlencode",
        "requote",
        "php json",
        "go json",
        "repr",
        "repr with both quotes",
        "ascii",
        "percent of base64",
    ],
)
def test_what_real_encoders_write_is_masked(text: str) -> None:
    cleaned = Redactor([SECRET]).text(text)

    assert MASK in cleaned
    assert "shpat" not in cleaned
    assert "c2hwYXRf" not in cleaned


def test_a_secret_that_begins_another_leaves_no_tail() -> None:
    cleaned = Redactor(["token-12", "token-1234567"]).text("got token-1234567.")

    assert cleaned == "got ***."


def test_blanks_around_a_secret_do_not_hide_it() -> None:
    """A token pasted with its line end is sent without it."""
    assert Redactor(["token-12\n"]).text("got token-12 again") == "got *** again"


def test_each_line_of_a_private_key_is_masked() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nshort\n"

    cleaned = Redactor([key]).text("  MIIEvQIBADANBgkqhkiG9w0B\n  short")

    assert cleaned == "  ***\n  short"


@pytest.mark.parametrize("short", ["", "a", "***", " \n ", "abc"])
def test_a_text_too_short_for_a_secret_is_left_alone(short: str) -> None:
    redactor = Redactor([short])

    assert redactor.text("abc *** a") == "abc *** a"
    assert repr(redactor) == "Redactor(0 secrets)"


def test_a_short_secret_is_masked_raw_but_not_encoded() -> None:
    """Its base64 is too short to be told from other text."""
    cleaned = Redactor(["k3y!"]).text("k3y! k3y%21 azN5IQ==")

    assert cleaned == "*** *** azN5IQ=="


def test_secrets_can_be_added_later() -> None:
    redactor = Redactor(["first-secret"])
    redactor.add("second-secret")

    assert redactor.text("first-secret second-secret") == "*** ***"


def test_threads_may_add_at_once() -> None:
    redactor = Redactor()
    names = [f"secret-{number:03}" for number in range(40)]
    threads = [Thread(target=redactor.add, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert redactor.text(" ".join(names)) == " ".join([MASK] * 40)


def test_the_repr_tells_no_secret() -> None:
    assert repr(Redactor([SECRET])) == "Redactor(1 secrets)"
    assert "shpat" not in f"{vars(Redactor())}"


@pytest.mark.parametrize(
    "secret", ["\\" * 60, "%" * 60, "%25" * 20, " +" * 30, '"' * 60]
)
def test_no_secret_makes_the_search_explode(secret: str) -> None:
    """With ambiguous alternatives these would take longer than the universe lasts."""
    almost = f"{secret[:-1]}x" * 200

    assert Redactor([secret]).text(almost) == almost


NAMED = [
    ("https://x/y?access_token=abc&page=2", "https://x/y?access_token=***&page=2"),
    ("https://x/y?page=2&apikey=abc#z", "https://x/y?page=2&apikey=***"),
    ("appsecret_proof=abc;x", "appsecret_proof=***;x"),
    ("next%3Fclient_secret%3Dabc", "next%3Fclient_secret%3D***"),
    ('{"refresh_token": "a\\"bc", "n": 1}', '{"refresh_token": "***", "n": 1}'),
    (
        "GET /x?Expires=7&X-Goog-Signature=ab%2Fc&y=1",
        "GET /x?Expires=7&X-Goog-Signature=***&y=1",
    ),
    ('{"password":1234,"n":1}', '{"password":"***","n":1}'),
    ('{"password":null,"n":1}', '{"password":null,"n":1}'),
    ('"{\\"api_key\\":\\"abc\\",\\"n\\":1}"', '"{\\"api_key\\":\\"***\\",\\"n\\":1}"'),
    ("{'X-Api-Key': 'abc', 'n': 1}", "{'X-Api-Key': '***', 'n': 1}"),
    ("Authorization: Bearer abc", "Authorization: ***"),
    ("authorization: Basic YTpi\nHost: x", "authorization: ***\nHost: x"),
    ("b'Authorization: abc\\r\\nHost: x'", "b'Authorization: ***\\r\\nHost: x'"),
    ("Authorization=Bearer+abc&x=1", "Authorization=***&x=1"),
    ("developer-token: abc", "developer-token: ***"),
    ("X-Shopify-Access-Token: abc", "X-Shopify-Access-Token: ***"),
    ("DEVELOPER-TOKEN: abc", "DEVELOPER-TOKEN: ***"),
    ('cut "access_token":"abc', 'cut "access_token":"***'),
    ('cut "access_token":"ab\\', 'cut "access_token":"***\\'),
    ('{"password":"a\\\\","n":1}', '{"password":"***","n":1}'),
    ("{'password': 'it\\'s', 'n': 1}", "{'password': '***', 'n': 1}"),
    ('{\\"password\\": \\"abc', '{\\"password\\": \\"***'),
    ("access_token_expires_in: 3600", "access_token_expires_in: 3600"),
    ("'api_key' is a required property", "'api_key' is a required property"),
    ("monkeyapikey=abc", "monkeyapikey=abc"),
]


@pytest.mark.parametrize(("text", "cleaned"), NAMED, ids=[text for text, _ in NAMED])
def test_what_stands_behind_a_name_is_masked_unknown(text: str, cleaned: str) -> None:
    assert Redactor().text(text) == cleaned


@pytest.mark.parametrize("text", [text for text, _ in NAMED])
def test_masking_twice_changes_nothing(text: str) -> None:
    once = Redactor([SECRET]).text(text)

    assert Redactor([SECRET]).text(once) == once


@given(st.dictionaries(st.sampled_from(["password", "n"]), st.text() | st.none()))
def test_json_stays_json(record: dict[str, str | None]) -> None:
    cleaned = json.loads(Redactor().text(json.dumps(record)))

    assert cleaned.get("n") == record.get("n")
    assert cleaned.get("password") in {None, MASK}


def test_a_common_prefix_is_no_secret() -> None:
    """Only whole secrets are masked: `shpat_` is how all Shopify tokens begin."""
    other = "shpat_11"

    assert Redactor([SECRET]).text(other) == other
