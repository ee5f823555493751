"""Settings that must make sense before anything is asked."""

from __future__ import annotations

import re

from tap_kit.errors import SettingsError

SHORTEST_TOKEN = 20
SHOP_DOMAIN = re.compile(r"^(?!-)([a-z0-9-]{3,63})(?<!-)\.myshopify\.com$")
_PLACEHOLDER = re.compile(
    r"(?i)x{6,}|\*{4,}|\.{3}|…|<.*>|\$\{|your[-_ ]|change[-_ ]?me|placeholder|example"
)


def check_domain(domain: str) -> str:
    """Return a shop's permanent name.

    Raises:
        SettingsError: It is none.
    """
    if not SHOP_DOMAIN.fullmatch(domain):
        what = f"{domain!r} is no shop"
        step = "give the permanent name as the admin shows it: my-shop.myshopify.com"
        raise SettingsError(what, where="shop_domain", next_step=step)
    return domain


def check_secret(name: str, value: str) -> str:
    """Return a secret that may be one.

    Raises:
        SettingsError: It is too short, or a placeholder; the message does not quote it.
    """
    step = f"copy the real `{name}` from the app's settings at Shopify"
    if _PLACEHOLDER.search(value):
        what = "it is a placeholder, not a secret"
        raise SettingsError(what, where=name, next_step=step)
    if len(value) < SHORTEST_TOKEN:
        what = (
            f"it has {len(value)} characters, a real one has {SHORTEST_TOKEN} or more"
        )
        raise SettingsError(what, where=name, next_step=step)
    return value
