"""Ad accounts: what money and days of all other streams are in.

https://developers.facebook.com/docs/marketing-api/reference/ad-account
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.fields import boolean, fields, integer, json_text, number, text
from tap_metaads.client import MetaStream
from tap_metaads.columns import account_key, currency, minor, offset, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_metaads.accounts import Account


class AccountsStream(MetaStream):
    """One record an ad account of this run."""

    name = "accounts"
    primary_keys = ("account_id",)
    schema = fields(
        account_key(),
        text("id", "id", "Its id in the Graph API, with act_."),
        text("name", "name", "Name that people gave it."),
        integer("account_status", "account_status", "1 active, 2 disabled …"),
        integer("disable_reason", "disable_reason", "Why it is disabled; 0: it is not"),
        currency(),
        offset(),
        integer("timezone_id", "timezone_id", "Meta's number of the time zone"),
        text("timezone_name", "timezone_name", "Time zone of its days, IANA name."),
        number(
            "timezone_offset_hours_utc",
            "timezone_offset_hours_utc",
            "How far its clock is ahead of UTC now",
            "h",
        ),
        text("business_id", "business.id", "Business it belongs to."),
        text("business_name", "business.name", "That business's name."),
        text("business_country_code", "business_country_code", "Its country."),
        text("business_state", "business_state", "Its state or province."),
        text("business_city", "business_city", "Its city."),
        text("business_zip", "business_zip", "Its postcode."),
        when("created_time", "created_time", "When it was made."),
        minor("amount_spent", "amount_spent", "All that was spent since"),
        minor("balance", "balance", "What is owed"),
        minor("spend_cap", "spend_cap", "Most that may be spent; 0: no limit"),
        minor("min_daily_budget", "min_daily_budget", "Least budget a day"),
        text("owner", "owner", "Id of who owns it."),
        boolean("is_prepay_account", "is_prepay_account", "Whether it pays ahead."),
        json_text("attribution_spec", "attribution_spec", "Its attribution setting."),
    )

    @override
    def of_account(self, account: Account) -> Iterator[dict[str, Any]]:
        yield self.record(account.resource, account)
