"""What a run would ask of a shop, and whether the app may: before any of it is asked.

https://shopify.dev/docs/api/usage/limits
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from tap_kit.checkup import Finding, Status
from tap_kit.planning import Reading
from tap_shopify_wv.bulk_choice import count_rows, goes_by_bulk
from tap_shopify_wv.shop import ALL_ORDERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_shopify_wv.bulk_api import Ask
    from tap_shopify_wv.client import ShopifyStream
    from tap_shopify_wv.shop import Shop

MOST_COUNTED = 10_000
"""Shopify counts no further unless it is asked to take its time."""
BULK_REQUESTS, BULK_POINTS = 3, 10.0
"""To begin an operation, to look at it, to get its file; the last costs no points."""
LIVES_MONTHS = 12
"""Each version is supported for a year from its quarter's first day."""


def reading(stream: ShopifyStream, mode: str, ask: Ask) -> Reading:
    """Say what a stream would ask; rows are counted where Shopify counts them.

    Raises:
        TapError: As the error rules say.
    """
    span = stream.progress.span if stream.progress else None
    pages, is_least = 1, True
    cost = float(stream.query.cost(stream.first))
    if goes_by_bulk(stream, span, mode, ask):
        pages, cost = BULK_REQUESTS, BULK_POINTS
    else:
        rows = count_rows(stream, span, MOST_COUNTED, ask)
        if rows is not None:
            pages, is_least = max(1, ceil(rows / stream.first)), rows > MOST_COUNTED
    return Reading(
        stream=stream.name,
        start=span.begin if span else None,
        end=span.end if span else None,
        requests=pages,
        is_least=is_least,
        cost=pages * cost,
    )


def scopes(shop: Shop, streams: Sequence[ShopifyStream]) -> Iterator[Finding]:
    """Tell which scopes the app has, and which streams lack one."""
    yield Finding("credentials", Status.OK, f"{shop.domain} lets the app in")
    missing: dict[str, list[str]] = {}
    for stream in streams:
        lacking = shop.access.missing(stream.scopes)
        for scope in lacking:
            missing.setdefault(scope, []).append(stream.name)
    for scope in sorted(shop.access.scopes - missing.keys()):
        yield Finding(f"scope {scope}", Status.OK, "granted")
    for scope, names in sorted(missing.items()):
        step = "grant it to the app and install it again, or deselect the streams"
        what = f"not granted: {', '.join(names)} would be left out"
        yield Finding(f"scope {scope}", Status.FAIL, what, step)
    has_orders = any(stream.root == "orders" for stream in streams)
    if has_orders and ALL_ORDERS not in shop.access.scopes:
        step = "request it of Shopify, or set `start_date` within the last 60 days"
        what = "not granted: orders older than 60 days stay invisible"
        yield Finding(f"scope {ALL_ORDERS}", Status.WARN, what, step)


def ends_on(version: str) -> str | None:
    """Return the day on which a version ends; None for one without a date."""
    year, _, month = version.partition("-")
    if not (year.isdecimal() and month.isdecimal()):
        return None
    return f"{int(year) + LIVES_MONTHS // 12}-{month}-01"
