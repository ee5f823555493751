"""What a column is, where in an answer it lies, and how private it is: said once.

A path is dotted, from the row's own node: `customer.id`. `@root.updatedAt` begins at
the query's node (the order), `@parent.id` at the node right above the row, `@index` is
the row's place among its siblings, from 0. Types as in
https://shopify.dev/docs/api/admin-graphql/latest#common_types-scalars
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
from singer_sdk import typing as th

from tap_shopify_wv.schema import Column, ShopifySchema, properties

if TYPE_CHECKING:
    from collections.abc import Callable

CURRENCY, PRESENTMENT_CURRENCY = "currency", "presentment_currency"
_WHOLE = re.compile(r"-?[0-9]{1,20}")
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
DECIMAL: dict[str, Any] = {
    "type": ["string"],
    "format": "singer.decimal",
    "precision": 38,
    "scale": 6,
}


def shopify_columns(*columns: Column) -> ShopifySchema:
    """Declare a stream's columns; the kit's come last."""
    return ShopifySchema(columns)


def _column(  # noqa: PLR0913 - one argument a fact.
    name: str,
    kind: Any,  # noqa: ANN401 - a type helper, or its class.
    path: str,
    description: str,
    *,
    read: Callable[[Any], Any] | None = None,
    pii: str | None = None,
    free_text: bool = False,
) -> Column:
    if pii:
        description += " A pseudonym when `pii_mode` is hash."
    if free_text:
        description += " Null unless `pii_mode` is keep or `free_text_columns` has it."
    return Column(
        declared=th.Property(name, kind, description=description),
        path=path,
        read=read,
        pii=pii,
        free_text=free_text,
    )


# ---------- plain values


def text(
    name: str,
    path: str,
    description: str,
    *,
    pii: str | None = None,
    free_text: bool = False,
) -> Column:
    """Words, as they come."""
    return _column(name, th.StringType, path, description, pii=pii, free_text=free_text)


def gid(name: str, path: str, description: str) -> Column:
    """A global id, e.g. `gid://shopify/Order/1`."""
    return text(name, path, description)


def legacy_id(path: str = "legacyResourceId") -> Column:
    """The number behind the global id, as text: it may pass 2^53."""
    return text("legacy_id", path, "Number in the global id, as REST and links use it.")


def enum(name: str, path: str, description: str) -> Column:
    """A word of Shopify's list; not checked, because the list grows."""
    return text(name, path, description)


def url(
    name: str,
    path: str,
    description: str,
    *,
    pii: str | None = None,
    free_text: bool = False,
) -> Column:
    """An address on the web."""
    return text(name, path, description, pii=pii, free_text=free_text)


def integer(name: str, path: str, description: str, unit: str = "1") -> Column:
    """A whole number with its unit; 64-bit ones come as text."""
    return _column(name, th.IntegerType, path, _with(unit, description), read=_whole)


def number(name: str, path: str, description: str, unit: str) -> Column:
    """A measured number with its unit, e.g. `°`. Never money."""
    return _column(name, th.NumberType, path, _with(unit, description))


def decimal(name: str, path: str, description: str, unit: str | None = None) -> Column:
    """A number whose digits all count: text here, exact in the lake, too."""
    described = _with(unit, description) if unit else description
    return _column(name, th.CustomType(dict(DECIMAL)), path, described, read=_exact)


def boolean(name: str, path: str, description: str) -> Column:
    """True or false."""
    return _column(name, th.BooleanType, path, description)


def instant(name: str, path: str, description: str) -> Column:
    """An instant [UTC], ISO 8601."""
    return _column(name, th.DateTimeType, path, _with("UTC", description))


def day(name: str, path: str, description: str) -> Column:
    """A calendar day without a time zone."""
    return _column(name, th.DateType, path, description)


# ---------- money


def money(name: str, path: str, what: str) -> tuple[Column, Column]:
    """A MoneyBag: the amount in the shop's currency, and in the customer's."""
    return (
        _amount(name, f"{path}.shopMoney", f"{what} [shop currency].", CURRENCY),
        _amount(
            f"{name}_presentment",
            f"{path}.presentmentMoney",
            f"{what} [presentment currency].",
            PRESENTMENT_CURRENCY,
        ),
    )


def currencies(path: str) -> tuple[Column, Column]:
    """The two currencies of a row with bags, read from the bag at `path`."""
    return (
        enum(
            CURRENCY,
            f"{path}.shopMoney.currencyCode",
            "Currency of the shop, in which amounts are, ISO 4217.",
        ),
        enum(
            PRESENTMENT_CURRENCY,
            f"{path}.presentmentMoney.currencyCode",
            "Currency the customer saw, of the `_presentment` amounts, ISO 4217.",
        ),
    )


def money_v2(name: str, path: str, what: str) -> tuple[Column, Column]:
    """A MoneyV2: one amount and its own currency."""
    return (
        decimal(name, f"{path}.amount", f"{what} [{name}_currency]."),
        enum(
            f"{name}_currency",
            f"{path}.currencyCode",
            f"Currency of `{name}`, ISO 4217.",
        ),
    )


def _amount(name: str, path: str, description: str, currency: str) -> Column:
    return Column(
        declared=th.Property(
            name, th.CustomType(dict(DECIMAL)), description=description
        ),
        path=path,
        below=("amount", "currencyCode"),
        read=_exact,
        currency=currency,
    )


# ---------- several values in one


def texts(name: str, path: str, description: str, *, free_text: bool = False) -> Column:
    """A list of words."""
    kind = th.ArrayType(th.StringType)
    return _column(name, kind, path, description, free_text=free_text)


def json_text(
    name: str, path: str, description: str, *below: str, free_text: bool = False
) -> Column:
    """Whatever lies there, kept as JSON text; `below` names the leaves asked for."""
    column = _column(
        name, th.StringType, path, description, read=_json, free_text=free_text
    )
    return Column(**{**vars(column), "below": below})


def array(name: str, path: str, description: str, *columns: Column) -> Column:
    """A list of objects; paths of its columns begin at one of them."""
    item = th.ObjectType(*properties(columns, ()), additional_properties=False)
    return Column(
        declared=th.Property(name, th.ArrayType(item), description=description),
        path=path,
        columns=columns,
    )


def computed(column: Column, *paths: str) -> Column:
    """Say that the stream's `enrich` fills a column, from what lies at `paths`."""
    return Column(declared=column.declared, path="", below=paths)


def _with(unit: str, description: str) -> str:
    return f"{description.rstrip('.')} [{unit}]."


def _whole(value: Any) -> int:  # noqa: ANN401 - what a server sent.
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    msg = f"a {type(value).__name__} is no whole number"
    raise ValueError(msg)


def _exact(value: Any) -> str:  # noqa: ANN401 - as above.
    if not isinstance(value, str):
        msg = f"a {type(value).__name__} may have lost digits; decimals come as text"
        raise ValueError(msg)  # noqa: TRY004 - the data is wrong, not the caller.
    if not _DECIMAL.fullmatch(value):
        msg = "the text is no decimal"
        raise ValueError(msg)
    return value


def _json(value: Any) -> str:  # noqa: ANN401 - as above.
    return msgspec.json.encode(value, order="sorted").decode()
