"""What lies about in an account: templates, tags, coupons, catalog, forms, reviews."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from wv_sandbox.klaviyo.calendar import FIRST_DAY
from wv_sandbox.klaviyo.people import profile_id
from wv_sandbox.klaviyo.resource import Resource, make_id, share, stamp

if TYPE_CHECKING:
    from datetime import datetime

TEMPLATES, TAGS, COUPONS, CODES, ITEMS, CATEGORIES = 24, 4, 3, 130, 115, 5
FORMS, IMAGES, REVIEWS = 4, 31, 150
SHOP: Final = "https://shop.example"
_TOUCHED_DAYS = 25


def accounts(seed: int, _now: datetime) -> list[Resource]:
    """Return the one account of the key."""
    return [
        Resource(
            "account",
            make_id(seed, "account", length=6),
            {
                "test_account": True,
                "contact_information": {
                    "default_sender_name": "The shop",
                    "default_sender_email": "hello@shop.example",
                    "website_url": SHOP,
                    "organization_name": "The shop",
                    "street_address": dict.fromkeys(
                        ("address1", "address2", "city", "region", "country", "zip")
                    ),
                },
                "industry": None,
                "timezone": "America/New_York",
                "preferred_currency": "USD",
                "public_api_key": make_id(seed, "account", length=6),
                "locale": "en-US",
            },
        )
    ]


def tags(seed: int, _now: datetime) -> list[Resource]:
    """Return all tags."""
    names = ("rain", "heat", "snow", "evergreen")
    group = ("tag-group", make_id(seed, "tag-group", length=32))
    return [
        Resource(
            "tag",
            make_id(seed, "tag", number, length=32),
            {"name": names[number]},
            one={"tag-group": group},
        )
        for number in range(TAGS)
    ]


def templates(seed: int, now: datetime) -> list[Resource]:
    """Return all templates."""
    return [
        Resource(
            "template",
            make_id(seed, "template", number, length=6),
            {
                "name": f"Template {number}",
                "editor_type": "CODE",
                "html": "<html><body>{{ first_name }}</body></html>",
                "text": None,
                "amp": None,
                "created": stamp(_made(number)),
                "updated": stamp(_touched(number, now)),
            },
        )
        for number in range(TEMPLATES)
        if _made(number) <= now
    ]


def coupons(_seed: int, _now: datetime) -> list[Resource]:
    """Return all coupons; their id is the name people gave them."""
    return [
        Resource(
            "coupon",
            f"WEATHER{number}",
            {
                "external_id": f"WEATHER{number}",
                "description": "Ten percent off",
                "monitor_configuration": {"low_balance_threshold": 10},
            },
        )
        for number in range(COUPONS)
    ]


def coupon_codes(seed: int, _now: datetime) -> list[Resource]:
    """Return all codes of all coupons."""
    return [
        _code(seed, coupon, number)
        for coupon in range(COUPONS)
        for number in range(CODES)
    ]


def _code(seed: int, coupon: int, number: int) -> Resource:
    is_used = share(seed, "used", coupon, number) < 0.3  # noqa: PLR2004 - a third or so.
    code = make_id(seed, "code", coupon, number, length=10)
    holder = ("profile", profile_id(seed, number)) if is_used else None
    return Resource(
        "coupon-code",
        f"WEATHER{coupon}-{code}",
        {
            "unique_code": code,
            "expires_at": stamp(FIRST_DAY + timedelta(days=1000 + number)),
            "status": "USED" if is_used else "UNASSIGNED",
        },
        one={"coupon": ("coupon", f"WEATHER{coupon}"), "profile": holder},
        asked={"coupon.id": f"WEATHER{coupon}", "profile.id": holder and holder[1]},
    )


def items(_seed: int, now: datetime) -> list[Resource]:
    """Return the products of the catalog."""
    return [
        Resource(
            "catalog-item",
            f"$custom:::$default:::{number}",
            _product(f"{number}", f"Product {number}", number, now)
            | {"price": 10 + number + 0.95},
            many={
                "variants": [
                    ("catalog-variant", f"$custom:::$default:::{number}-{size}")
                    for size in ("S", "L")
                ]
            },
            asked={"category.id": f"$custom:::$default:::{number % CATEGORIES}"},
        )
        for number in range(ITEMS)
    ]


def variants(seed: int, now: datetime) -> list[Resource]:
    """Return the variants of all products, two each."""
    return [
        Resource(
            "catalog-variant",
            f"$custom:::$default:::{number}-{size}",
            _product(f"{number}-{size}", f"Product {number} {size}", number, now)
            | {
                "price": 10 + number + 0.95,
                "sku": f"WV-{number:04d}-{size}",
                "inventory_policy": 1,
                "inventory_quantity": int(90 * share(seed, "stock", number, size)),
            },
            one={"item": ("catalog-item", f"$custom:::$default:::{number}")},
            asked={"item.id": f"$custom:::$default:::{number}"},
        )
        for number in range(ITEMS)
        for size in ("S", "L")
    ]


def categories(_seed: int, now: datetime) -> list[Resource]:
    """Return the categories of the catalog."""
    return [
        Resource(
            "catalog-category",
            f"$custom:::$default:::{number}",
            {
                "external_id": str(number),
                "name": f"Category {number}",
                "updated": stamp(_touched(number, now)),
            },
            asked={"created": stamp(_made(number))},
        )
        for number in range(CATEGORIES)
    ]


def forms(seed: int, now: datetime) -> list[Resource]:
    """Return all sign-up forms."""
    return [
        Resource(
            "form",
            make_id(seed, "form", number, length=6),
            {
                "name": f"Sign up {number}",
                "status": "live" if number else "draft",
                "ab_test": False,
                "created_at": stamp(_made(number)),
                "updated_at": stamp(_touched(number, now)),
            },
        )
        for number in range(FORMS)
    ]


def images(seed: int, now: datetime) -> list[Resource]:
    """Return all images."""
    return [
        Resource(
            "image",
            str(50_000 + number),
            {
                "name": f"Picture {number}",
                "image_url": f"{SHOP}/images/{number}.jpeg",
                "format": "jpeg",
                "size": 10_000 + int(90_000 * share(seed, "size", number)),
                "hidden": False,
                "updated_at": stamp(_touched(number, now)),
            },
        )
        for number in range(IMAGES)
    ]


def reviews(seed: int, now: datetime) -> list[Resource]:
    """Return all reviews that have been written."""
    return [
        _review(seed, number) for number in range(REVIEWS) if _written(number) <= now
    ]


def _written(number: int) -> datetime:
    return FIRST_DAY + timedelta(days=5 * number, hours=7)


def _review(seed: int, number: int) -> Resource:
    product = int(ITEMS * share(seed, "reviewed", number))
    return Resource(
        "review",
        str(900_000 + number),
        {
            "email": f"reviewer.{number}@mail.example",
            "status": {"value": "published"},
            "verified": True,
            "review_type": "review",
            "created": stamp(_written(number)),
            "updated": stamp(_written(number)),
            "images": [],
            "product": {
                "url": f"{SHOP}/products/{product}",
                "name": f"Product {product}",
                "image_url": None,
                "external_id": str(product),
            },
            "rating": 1 + int(5 * share(seed, "stars", number)),
            "author": f"Reviewer {number}",
            "content": "It kept me dry.",
            "title": "Good",
            "smart_quote": None,
        },
        one={"item": ("catalog-item", f"$custom:::$default:::{product}")},
    )


def _product(
    external: str, title: str, number: int, now: datetime
) -> dict[str, object]:
    return {
        "external_id": external,
        "title": title,
        "description": f"What one needs outside, number {number}",
        "url": f"{SHOP}/products/{number}",
        "image_full_url": None,
        "image_thumbnail_url": None,
        "images": [],
        "custom_metadata": {},
        "published": True,
        "created": stamp(_made(number)),
        "updated": stamp(_touched(number, now)),
    }


def _made(number: int) -> datetime:
    return FIRST_DAY + timedelta(days=number)


def _touched(number: int, now: datetime) -> datetime:
    rhythm = timedelta(days=_TOUCHED_DAYS + number)
    return _made(number) + max(0, (now - _made(number)) // rhythm) * rhythm
