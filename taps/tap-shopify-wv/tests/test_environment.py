"""Settings from the environment, and secrets that are none."""

from __future__ import annotations

import pytest
from singer_sdk import typing as th

from tap_kit.errors import SettingsError
from tap_shopify_wv.environment import check_domain, check_secret, from_environment

SCHEMA = th.PropertiesList(
    th.Property("shop_domain", th.StringType),
    th.Property("lookback_days", th.IntegerType),
    th.Property("share", th.NumberType),
    th.Property("strict_scopes", th.BooleanType),
    th.Property("owners", th.ArrayType(th.StringType)),
    th.Property("places", th.ObjectType()),
).to_dict()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("shop_domain", "a-b.myshopify.com", "a-b.myshopify.com"),
        ("lookback_days", "3", 3),
        ("share", "0.25", 0.25),
        ("strict_scopes", "Yes", True),
        ("strict_scopes", "0", False),
        ("owners", "product, order,", ["product", "order"]),
        ("owners", '["product"]', ["product"]),
        ("places", '{"a": 1}', {"a": 1}),
    ],
)
def test_a_setting_comes_as_its_type(name, text, value):
    found = from_environment(SCHEMA, {f"SHOPIFY_{name.upper()}": text})

    assert found == {name: value}


def test_what_is_absent_or_empty_is_not_set():
    assert from_environment(SCHEMA, {"SHOPIFY_SHARE": "", "OTHER_SHARE": "1"}) == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LOOKBACK_DAYS", "seven"),
        ("SHARE", "half"),
        ("STRICT_SCOPES", "perhaps"),
        ("OWNERS", '["product"'),
    ],
)
def test_a_text_of_another_type_is_refused_and_not_quoted(name, text):
    with pytest.raises(SettingsError, match=f"SHOPIFY_{name}") as caught:
        from_environment(SCHEMA, {f"SHOPIFY_{name}": text})

    assert text not in str(caught.value)


@pytest.mark.parametrize("domain", ["abc.myshopify.com", "my-shop-2.myshopify.com"])
def test_a_permanent_name_is_taken(domain):
    assert check_domain(domain) == domain


@pytest.mark.parametrize(
    "domain",
    [
        "",
        "ab.myshopify.com",
        "-abc.myshopify.com",
        "abc-.myshopify.com",
        "Abc.myshopify.com",
        "abc.myshopify.com.evil.test",
        "evil.test/abc.myshopify.com",
        f"{'a' * 64}.myshopify.com",
        "abc.myshopify.com\n",
    ],
)
def test_anything_else_is_refused(domain):
    with pytest.raises(SettingsError):
        check_domain(domain)


def test_a_secret_is_taken():
    secret = "shpat_0123456789abcdef0123456789abcdef"

    assert check_secret("access_token", secret) == secret


@pytest.mark.parametrize(
    "secret",
    [
        "short",
        "shpat_xxxxxxxxxxxxxxxxxxxxxxxx",
        "your-access-token-goes-here",
        "<your token, at least 20>",
        "${SHOPIFY_ACCESS_TOKEN_SECRET}",
        "CHANGE_ME_CHANGE_ME_CHANGE_ME",
        "shpat_...................",
    ],
)
def test_what_cannot_be_a_secret_is_refused_and_not_quoted(secret):
    with pytest.raises(SettingsError, match="access_token") as caught:
        check_secret("access_token", secret)

    assert secret not in str(caught.value)
