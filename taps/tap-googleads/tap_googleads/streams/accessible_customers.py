"""The accounts that the user was given access to.

https://developers.google.com/google-ads/api/docs/account-management/listing-accounts
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import key
from tap_googleads.gaql import Query
from tap_kit.fields import fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context


class AccessibleCustomersStream(GoogleAdsStream):
    """The accounts that the user was given access to; those below them not."""

    name = "accessible_customers"
    primary_keys = ("id",)
    query = Query((), "")  # Google lists them without one.
    schema = fields(key("id", "", "The account, ten digits."))

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        for number in self.tap.accounts.roots:
            yield {"id": number}
