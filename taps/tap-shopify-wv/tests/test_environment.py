"""Names of shops, and secrets that are none."""

from __future__ import annotations

import pytest

from tap_kit.errors import SettingsError
from tap_shopify_wv.environment import check_domain, check_secret


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
