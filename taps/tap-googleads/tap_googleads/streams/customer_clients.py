"""Which accounts a manager reaches, itself included.

https://developers.google.com/google-ads/api/fields/v26/customer_client
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import boolean, integer, key, text, texts
from tap_kit.fields import fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_googleads.accounts import Account


class CustomerClientsStream(GoogleAdsStream):
    """Which accounts a manager reaches, itself included."""

    name = "customer_clients"
    primary_keys = ("manager_id", "id")
    schema = fields(
        key("manager_id", "", "The manager that was asked."),
        key("id", "customer_client.id", "The account, ten digits."),
        text(
            "client_customer", "customer_client.client_customer", "Its resource name."
        ),
        text("name", "customer_client.descriptive_name", "Its name."),
        text("currency", "customer_client.currency_code", "Its currency, ISO 4217."),
        text("time_zone", "customer_client.time_zone", "Its time zone, IANA."),
        integer(
            "level",
            "customer_client.level",
            "Steps below the manager; 0 is itself",
            "1",
        ),
        boolean(
            "is_manager", "customer_client.manager", "Whether it holds accounts itself."
        ),
        boolean(
            "is_test", "customer_client.test_account", "Whether it is a test account."
        ),
        boolean(
            "is_hidden",
            "customer_client.hidden",
            "Whether it is hidden in the manager.",
        ),
        text("status", "customer_client.status", "Whether it is enabled."),
        texts(
            "applied_labels",
            "customer_client.applied_labels",
            "Resource names of the manager's labels on it.",
        ),
    )

    @override
    def accounts(self) -> Iterable[Account]:
        return self.tap.accounts.managers

    @override
    def records_of(self, account: Account) -> Iterator[dict[str, Any]]:
        """Give each account once: Google lists it by every way that leads to it."""
        nearest: dict[str, dict[str, Any]] = {}
        for record in super().records_of(account):
            known = nearest.setdefault(record["id"], record)
            if (record["level"] or 0) < (known["level"] or 0):
                nearest[record["id"]] = record
        yield from nearest.values()
