"""Kinds of columns that only Meta has: its instants, and amounts in its minor units."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tap_kit.fields import decimal, instant, integer, key, text

if TYPE_CHECKING:
    from tap_kit.fields import Field


def when(name: str, path: str, description: str, *, required: bool = False) -> Field:
    """An instant [UTC]; Meta writes it with an offset, or as seconds since 1970."""
    return replace(instant(name, path, description, required=required), read=_utc)


def minor(name: str, path: str, description: str) -> Field:
    """An amount as Meta sends it; divided by `minor_unit_offset` it is money."""
    return integer(name, path, description, "minor units")


def money(name: str, path: str, description: str) -> Field:
    """An amount in the account's currency, exact."""
    return decimal(name, path, description, "currency")


def ratio(name: str, path: str, description: str, unit: str = "1") -> Field:
    """A quotient, all its digits kept."""
    return decimal(name, path, description, unit, scale=12)


def account_key() -> Field:
    """The ad account: key of all that is read of it."""
    return key("account_id", "", "Digits of the ad account.")


def currency() -> Field:
    """What money on the row is in."""
    return text("currency", "", "Currency of the account, ISO 4217.")


def offset() -> Field:
    """How Meta's minor units become money."""
    words = "By what raw amounts are divided to get the currency; Meta's own table"
    return integer("minor_unit_offset", "", words)


def _utc(value: Any) -> str:  # noqa: ANN401 - any JSON value.
    if isinstance(value, int) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC).isoformat()
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        msg = "a time without its zone"
        raise ValueError(msg)
    return at.astimezone(UTC).isoformat()
