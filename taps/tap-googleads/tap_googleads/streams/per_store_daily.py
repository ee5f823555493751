"""Impressions of each store so far, as seen on a day.

https://developers.google.com/google-ads/api/fields/v26/per_store_view
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import CUSTOMER, day, key, metrics, text
from tap_kit.fields import fields
from tap_kit.windows_days import today_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_googleads.accounts import Account


class PerStoreDailyStream(GoogleAdsStream):
    """Impressions of each store so far, as seen on a day."""

    name = "per_store_daily"
    primary_keys = ("customer_id", "place_id", "date")
    schema = fields(
        CUSTOMER,
        day(
            "date",
            "",
            "Day on which it was seen, in the account's time zone.",
            required=True,
        ),
        key(
            "place_id", "per_store_view.place_id", "The store, as Google Maps calls it."
        ),
        text("business_name", "per_store_view.business_name", "Its name."),
        text("address1", "per_store_view.address1", "Its street."),
        text("city", "per_store_view.city", "Its city."),
        text("province", "per_store_view.province", "Its province or state."),
        text("postal_code", "per_store_view.postal_code", "Its postal code."),
        text("country_code", "per_store_view.country_code", "Its country, ISO 3166-1."),
        *metrics("impressions"),
    )

    @override
    def records_of(self, account: Account) -> Iterator[dict[str, Any]]:
        today = today_in(account.zone, self.tap.clock.now()).isoformat()
        for record in super().records_of(account):
            yield record | {"date": today}
