"""An account at an instant: all it has, as documents, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wv_sandbox.ads.measures import MICROS_A_CENT
from wv_sandbox.metaads import creatives, library, structure
from wv_sandbox.metaads.activities import Thing
from wv_sandbox.metaads.targeting import targeting

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from wv_sandbox.ads.book import AdBook
    from wv_sandbox.ads.plan import Ad
    from wv_sandbox.metaads.accounts import Account

    Document = dict[str, Any]


@dataclass(frozen=True)
class View:
    """An account at an instant.

    Attributes:
        account: Which.
        book: What it runs and what that brings.
        now: When.
    """

    account: Account
    book: AdBook
    now: datetime

    @cached_property
    def campaigns(self) -> list[Document]:
        """All campaigns, deleted ones too."""
        items = (item for item in self.book.campaigns if self._is_made(item))
        return _newest(structure.campaign(self.account, i, self.now) for i in items)

    @cached_property
    def ad_sets(self) -> list[Document]:
        """All ad sets, deleted ones too."""
        cities = self.book.cities
        return _newest(
            structure.ad_set(self.account, item, self.now)
            | {"targeting": targeting(item, cities)}
            for item in self.book.groups
            if self._is_made(item)
        )

    @cached_property
    def ads(self) -> list[Document]:
        """All ads, deleted ones too."""
        return _newest(
            structure.ad(self.account, item, self.now) for item in self._made
        )

    @cached_property
    def creatives(self) -> list[Document]:
        """All creatives; they stay when their ads go."""
        found = [creatives.creative(self.account, ad) for ad in self._made]
        return found[::-1]

    @cached_property
    def images(self) -> list[Document]:
        """All pictures."""
        return _newest(
            creatives.image(self.account, ad, self._uploaded(ad))
            for ad in self._made
            if not creatives.has_video(ad)
        )

    @cached_property
    def videos(self) -> list[Document]:
        """All films."""
        return _newest(
            creatives.video(self.account, ad, self._uploaded(ad))
            for ad in self._made
            if creatives.has_video(ad)
        )

    @cached_property
    def audiences(self) -> list[Document]:
        """All custom audiences."""
        return library.audiences(self.account, self.now)

    @cached_property
    def saved_audiences(self) -> list[Document]:
        """All saved audiences."""
        return library.saved_audiences(self.account, self.book.cities, self.now)

    @cached_property
    def conversions(self) -> list[Document]:
        """All custom conversions."""
        return library.conversions(self.account, self.now)

    @cached_property
    def labels(self) -> list[Document]:
        """All ad labels."""
        return library.labels(self.account, self.now)

    @cached_property
    def pixels(self) -> list[Document]:
        """All pixels."""
        return library.pixels(self.account, self.now)

    @property
    def things(self) -> list[Thing]:
        """Everything with a life, for the log."""
        book = self.book
        return [
            *(Thing("campaign", item) for item in book.campaigns),
            *(Thing("ad_set", item) for item in book.groups),
            *(Thing("ad", item) for item in book.ads),
        ]

    @cached_property
    def spent_cents(self) -> int:
        """All that was ever spent [minor units]."""
        facts = self.book.facts(
            self.account.created.date(),
            self.account.today(self.now),
            self.now,
            measures=("cost_micros",),
        )
        return int(facts.sums["cost_micros"].sum()) // MICROS_A_CENT

    @property
    def _made(self) -> list[Ad]:
        return [ad for ad in self.book.ads if self._is_made(ad)]

    def _is_made(self, item: structure.Item) -> bool:
        return structure.is_made(self.account, item, self.now)

    def _uploaded(self, ad: Ad) -> datetime:
        made = structure.changed_at(self.account, ad, ad.life.first)
        return made - timedelta(minutes=1)


def _newest(documents: Iterable[Document]) -> list[Document]:
    """Sort as edges do."""
    return sorted(
        documents, key=lambda found: (found["created_time"], found["id"]), reverse=True
    )
