"""An account at an instant, as rows are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from wv_sandbox.ads.life import State
from wv_sandbox.ads.measures import MICROS_A_CENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wv_sandbox.ads.book import AdBook
    from wv_sandbox.ads.life import Life
    from wv_sandbox.ads.plan import Ad, Campaign, Group
    from wv_sandbox.googleads.accounts import Account
    from wv_sandbox.shopify.shop.cities import City

Values: TypeAlias = dict[str, Any]
"""Values of a row by the paths of queries; what is not there is unset."""
EPOCH: Final = date(1970, 1, 1)
_STATUS: Final = {
    State.ACTIVE: "ENABLED",
    State.PAUSED: "PAUSED",
    State.ARCHIVED: "REMOVED",
    State.REMOVED: "REMOVED",
}


@dataclass(frozen=True)
class Scene:
    """An account at an instant.

    Attributes:
        account: The account.
        book: What it delivered; None for managers.
        now: The instant.
        script_changes: Changes that a bidding script made yesterday.
    """

    account: Account
    book: AdBook | None
    now: datetime
    script_changes: int = 0

    @cached_property
    def local(self) -> datetime:
        """The instant by the account's clock, without its zone."""
        zone = ZoneInfo(self.account.zone)
        return self.now.astimezone(zone).replace(tzinfo=None)

    @property
    def campaigns(self) -> tuple[Campaign, ...]:
        """All campaigns, also those to come; managers have none."""
        return self.book.campaigns if self.book else ()

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups, also those to come."""
        return self.book.groups if self.book else ()

    @property
    def ads(self) -> tuple[Ad, ...]:
        """All ads, also those to come."""
        return self.book.ads if self.book else ()

    @property
    def cities(self) -> tuple[City, ...]:
        """Where ads are shown."""
        return self.book.cities if self.book else ()

    def budget_micros(self, one: Campaign, day: date) -> int:
        """Tell a campaign's budget of a day [millionths of the currency]."""
        return self.book.budget_cents(one, day) * MICROS_A_CENT if self.book else 0

    @property
    def today(self) -> date:
        """The account's date."""
        return self.local.date()

    @property
    def day(self) -> int:
        """The account's date [days since 1970-01-01]."""
        return (self.today - EPOCH).days

    def name(self, collection: str, *ids: object) -> str:
        """Name a resource of the account, e.g. `customers/1/campaigns/2`."""
        return f"customers/{self.account.id}/{collection}/{'~'.join(map(str, ids))}"

    def status(self, life: Life) -> str:
        """Tell how far something has come: `ENABLED`, `PAUSED` or `REMOVED`."""
        return _STATUS[life.state(self.day)]

    def exists(self, life: Life) -> bool:
        """Tell whether something was made by now."""
        return life.state(self.day) is not State.PLANNED


def date_of(day: int) -> date:
    """Give the date of a day [days since 1970-01-01]."""
    return EPOCH + timedelta(days=day)


def under(prefix: str, values: Iterable[tuple[str, Any]]) -> Values:
    """Put a prefix before names, and leave out what is unset."""
    return {f"{prefix}.{name}": value for name, value in values if value is not None}
