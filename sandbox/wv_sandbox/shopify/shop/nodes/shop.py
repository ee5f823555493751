"""The shop itself: `Shop`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.shopify.shop.catalogue import OPENED
from wv_sandbox.shopify.shop.demand import DAY_SECONDS
from wv_sandbox.shopify.shop.ids import gid
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.nodes.metafields import metafields
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.view import View

_CREATED: Final = OPENED - 90 * DAY_SECONDS


def _clock(view: View) -> datetime:
    return datetime.fromtimestamp(view.now, UTC).astimezone(view.shop.zone)


def _offset_minutes(view: View) -> int:
    offset = _clock(view).utcoffset()
    return round(offset.total_seconds() / 60) if offset is not None else 0


def _host(view: View) -> str:
    return f"{view.shop.label}.myshopify.com"


def _address(view: View) -> dict[str, Any]:
    home = view.shop.kind.home
    return {
        "__typename": "ShopAddress",
        "id": gid("ShopAddress", 0),
        "address1": "1 Harbor Street",
        "address2": None,
        "city": home.name,
        "company": "WeatherVane",
        "coordinatesValidated": True,
        "country": home.country,
        "countryCodeV2": home.country_code,
        "formatted": ["1 Harbor Street", home.name, home.country],
        "formattedArea": f"{home.name}, {home.country}",
        "latitude": home.latitude,
        "longitude": home.longitude,
        "phone": None,
        "province": home.province or None,
        "provinceCode": home.province_code or None,
        "zip": home.zips[0],
    }


def _domain(view: View) -> dict[str, Any]:
    host = _host(view)
    return {
        "__typename": "Domain",
        "id": gid("Domain", 0),
        "host": host,
        "localization": None,
        "sslEnabled": True,
        "url": f"https://{host}",
    }


def _plan(view: View) -> dict[str, Any]:
    name = "Grow" if view.shop.kind.people else "Basic"
    return {
        "__typename": "ShopPlan",
        "displayName": name,
        "partnerDevelopment": False,
        "publicDisplayName": name,
        "shopifyPlus": False,
    }


def _currencies(view: View) -> list[str]:
    kind = view.shop.kind
    others = ["USD", "GBP", "EUR", "AUD", "JPY"] if kind.many_currencies else []
    return [kind.currency, *others]


def _countries(view: View) -> list[str]:
    return sorted({city.country_code for city in view.shop.kind.cities})


def _formats(view: View) -> dict[str, Any]:
    currency = view.shop.kind.currency
    return {
        "moneyFormat": "{{amount}}",
        "moneyInEmailsFormat": "{{amount}}",
        "moneyWithCurrencyFormat": f"{{{{amount}}}} {currency}",
        "moneyWithCurrencyInEmailsFormat": f"{{{{amount}}}} {currency}",
    }


SHOP: Final = named(
    "Shop",
    {
        "id": lambda _: gid("Shop", 0),
        "features": lambda _: {
            "__typename": "ShopFeatures",
            "giftCards": True,
            "reports": True,
            "sellsSubscriptions": False,
            "storefront": True,
            "unifiedMarkets": True,
        },
        "paymentSettings": lambda _: {
            "__typename": "PaymentSettings",
            "supportedDigitalWallets": ["APPLE_PAY"],
        },
        "alerts": lambda _: [],
        "billingAddress": _address,
        "checkoutApiSupported": lambda _: True,
        "contactEmail": lambda _: "owner@example.com",
        "createdAt": lambda _: stamp(_CREATED),
        "currencyCode": lambda v: v.shop.kind.currency,
        "currencyFormats": _formats,
        "customerAccounts": lambda _: "OPTIONAL",
        "description": lambda _: "Goods for all weathers",
        "email": lambda _: "owner@example.com",
        "enabledPresentmentCurrencies": _currencies,
        "ianaTimezone": lambda v: v.shop.kind.zone,
        "marketingSmsConsentEnabledAtCheckout": lambda _: False,
        "metafields": lambda v: metafields(v, "Shop", 0),
        "myshopifyDomain": _host,
        "name": lambda v: f"WeatherVane {v.shop.label}",
        "orderNumberFormatPrefix": lambda _: "#",
        "orderNumberFormatSuffix": lambda _: "",
        "plan": _plan,
        "primaryDomain": _domain,
        "richTextEditorUrl": lambda _: "https://example.com/editor",
        "setupRequired": lambda _: False,
        "shipsToCountries": _countries,
        "shopAddress": _address,
        "shopOwnerName": lambda _: "Wanda Vane",
        "taxShipping": lambda _: True,
        "taxesIncluded": lambda v: v.shop.kind.taxes_included,
        "timezoneAbbreviation": lambda v: _clock(v).strftime("%Z"),
        "timezoneOffset": lambda v: _clock(v).strftime("%z"),
        "timezoneOffsetMinutes": _offset_minutes,
        "transactionalSmsDisabled": lambda _: True,
        "unitSystem": lambda _: "METRIC_SYSTEM",
        "updatedAt": lambda _: stamp(OPENED),
        "url": lambda v: f"https://{_host(v)}",
        "weightUnit": lambda _: "GRAMS",
    },
)


def shop(view: View, _: int) -> Node[View]:
    """Make the object of the shop."""
    return Node(SHOP, view)
