"""What an account spent and got a day.

https://developers.google.com/google-ads/api/fields/v26/customer
"""

from __future__ import annotations

from tap_googleads.columns import CUSTOMER, DATE, USUAL, metrics, text
from tap_googleads.reports import ReportStream
from tap_kit.fields import fields


class AccountDailyStream(ReportStream):
    """What an account spent and got a day."""

    name = "account_daily"
    primary_keys = ("customer_id", "date")
    schema = fields(
        CUSTOMER,
        text("time_zone", "customer.time_zone", "Time zone of the day, IANA."),
        DATE,
        *metrics(*USUAL),
    )
