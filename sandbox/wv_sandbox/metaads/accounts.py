"""The ad accounts of one business: two that deliver, one that nobody may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import date

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC).date()
BUSINESS: Final = {"id": "300000000000001", "name": "WeatherVane Demo Ltd"}
_ENABLED, _DISABLED = 1, 2
_POLICY = 1
"""`disable_reason` of an account that broke the advertising policy."""


@dataclass(frozen=True)
class Account:
    """An ad account.

    Attributes:
        id: Digits, without `act_`.
        name: Its name.
        label: Of the advertiser's book; empty where nothing is delivered.
        currency: ISO 4217.
        zone: IANA name; its days are what reports are dated by.
        zone_id: Meta's number of the zone.
        country: ISO 3166-1 alpha-2.
        is_client: Whether it belongs to another business that shares it.
        is_denied: Whether its owner took the permission away.
    """

    id: str
    name: str
    label: str
    currency: str
    zone: str
    zone_id: int
    country: str
    is_client: bool = False
    is_denied: bool = False

    def local(self, instant: datetime) -> datetime:
        """Give an instant as the account's clock shows it."""
        return instant.astimezone(ZoneInfo(self.zone))

    def today(self, now: datetime) -> date:
        """Give the account's date."""
        return self.local(now).date()

    def midnight(self, day: int) -> datetime:
        """Give the start of a day [days since 1970-01-01]."""
        date = EPOCH + timedelta(days=day)
        return datetime(date.year, date.month, date.day, tzinfo=ZoneInfo(self.zone))

    def stamp(self, instant: datetime) -> str:
        """Write an instant as the Graph API does, e.g. `2026-11-01T00:05:00-0400`."""
        return self.local(instant).strftime("%Y-%m-%dT%H:%M:%S%z")

    def document(self, now: datetime, spent_cents: int) -> dict[str, Any]:
        """Write the account as the Graph API does.

        Args:
            now: As of when.
            spent_cents: All that was ever spent [minor units].
        """
        offset = self.local(now).utcoffset() or timedelta()
        return {
            "id": f"act_{self.id}",
            "account_id": self.id,
            "name": self.name,
            "account_status": _DISABLED if self.is_denied else _ENABLED,
            "disable_reason": _POLICY if self.is_denied else 0,
            "age": float((self.today(now) - self.created.date()).days),
            "currency": self.currency,
            "timezone_id": self.zone_id,
            "timezone_name": self.zone,
            "timezone_offset_hours_utc": offset.total_seconds() / 3600,
            "business": BUSINESS,
            "business_name": BUSINESS["name"],
            "business_country_code": self.country,
            "created_time": self.stamp(self.created),
            "amount_spent": str(spent_cents),
            "balance": str(spent_cents % 100_000),
            "spend_cap": "0",
            "min_daily_budget": 100,
            "owner": BUSINESS["id"],
            "is_prepay_account": False,
            "is_personal": 0,
            "attribution_spec": [
                {"event_type": "CLICK_THROUGH", "window_days": 7},
                {"event_type": "VIEW_THROUGH", "window_days": 1},
            ],
            "user_tasks": ["DRAFT", "ANALYZE"],
        }

    @property
    def created(self) -> datetime:
        """When it was made."""
        return datetime(2024, 10, 1, 12, tzinfo=UTC)


MAIN: Final = Account(
    id="2001000000000001",
    name="WeatherVane Demo",
    label="weathervane-demo",
    currency="USD",
    zone="America/New_York",
    zone_id=7,
    country="US",
)
SMALL: Final = Account(
    id="2001000000000002",
    name="WeatherVane Europa",
    label="tax-included-300",
    currency="EUR",
    zone="Europe/Berlin",
    zone_id=47,
    country="DE",
    is_client=True,
)
DENIED: Final = Account(
    id="2001000000000003",
    name="WeatherVane Closed",
    label="",
    currency="JPY",
    zone="Asia/Tokyo",
    zone_id=138,
    country="JP",
    is_denied=True,
)
ACCOUNTS: Final = {account.id: account for account in (MAIN, SMALL, DENIED)}
"""All accounts by their digits, in the order they are listed."""
