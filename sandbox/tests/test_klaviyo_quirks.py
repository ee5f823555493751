"""What makes clients of Klaviyo stumble: order, bounds, lateness."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import requests

from wv_sandbox.app import MAILED_SHOP
from wv_sandbox.climate import Climate
from wv_sandbox.klaviyo.calendar import lift, sends
from wv_sandbox.klaviyo.events import happened
from wv_sandbox.shopify.shop import Shop
from wv_sandbox.shopify.tokens import STATIC_TOKEN

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
SEED = 7
EMAILS = "equals(messages.channel,'email')"


def test_pages_hold_everything_once(klaviyo):
    found = klaviyo.walk("/api/templates", sort="created")

    assert len({template["id"] for template in found}) == len(found) == 24


def test_archived_campaigns_come_a_little_out_of_order(klaviyo):
    asked = f"{EMAILS},equals(archived,true)"
    found = klaviyo.walk("/api/campaigns", filter=asked, sort="updated_at")

    times = [campaign["attributes"]["updated_at"] for campaign in found]
    assert times != sorted(times)
    back = [
        datetime.fromisoformat(a) - datetime.fromisoformat(b)
        for a, b in pairwise(times)
        if a > b
    ]
    assert max(back) < timedelta(days=3)


def test_greater_than_returns_the_bound_too(klaviyo):
    some = klaviyo.get("/api/profiles", sort="updated").json()["data"][5]["attributes"]
    bound = some["updated"].replace("+00:00", "Z")

    found = klaviyo.walk("/api/profiles", filter=f"greater-than(updated,{bound})")

    assert some["updated"] in {person["attributes"]["updated"] for person in found}


def test_events_arrive_late_and_some_are_dated_ahead():
    then = list(happened(SEED, NOW - timedelta(days=20), NOW, NOW))
    later = list(happened(SEED, NOW - timedelta(days=20), NOW, NOW + timedelta(days=7)))
    ahead = list(happened(SEED, NOW, NOW + timedelta(days=90), NOW))

    assert len(later) > len(then)
    assert max(e.seen - e.at for e in later) > timedelta(days=5)
    assert ahead


def test_what_is_sent_lifts_what_is_ordered():
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    days = np.arange(20_300, 20_330)

    factors = lift(SEED, days, None, "rain")

    mailed = {
        (send.sent - epoch).days
        for send in sends(SEED, epoch + timedelta(20_300), epoch + timedelta(20_330))
        if send.channel == "email" and not send.cancelled
    }
    assert mailed
    assert all(factors[day - 20_300] >= 1.3 for day in mailed)
    assert factors.min() == 1.0
    assert not len(lift(SEED, days[:0], None, "rain"))


def test_the_shop_of_the_account_sells_more_because_of_its_mail(client):
    """As the server counts its orders, and as the same shop without mail has them."""
    asked = {"query": "query { ordersCount(limit: null) { count } }"}
    answer = requests.post(
        f"{client.box.url}/shopify/{MAILED_SHOP}/admin/api/2026-10/graphql.json",
        json=asked,
        headers={"X-Shopify-Access-Token": STATIC_TOKEN},
        timeout=60,
    ).json()

    mailed = answer["data"]["ordersCount"]["count"]
    silent = len(Shop(MAILED_SHOP, Climate(SEED)).at(NOW).root("orders").ids())
    assert 1.05 < mailed / silent < 1.25
