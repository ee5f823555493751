"""What ads deliver, by day, ad and city: it follows budgets, weekdays and weather.

Nothing here knows of orders, so that what is spent may move them (`lift`). Blocks of
days are those of the shop's demand; any of them is drawn on its own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from wv_sandbox.ads.plan import RATES, make_plan
from wv_sandbox.ads.tables import GOOGLE, META
from wv_sandbox.arrays import within
from wv_sandbox.climate import Cell
from wv_sandbox.noise import make_key, uniform
from wv_sandbox.shopify.shop.demand import BLOCK_DAYS, FIRST_DAY, wanted
from wv_sandbox.shopify.shop.kinds import parse_label

if TYPE_CHECKING:
    from wv_sandbox.ads.plan import Campaign, Group, Plan
    from wv_sandbox.arrays import Floats, Ints
    from wv_sandbox.climate import Climate

VENDORS: Final = ("google", "meta")
_TABLES: Final = {"google": (GOOGLE, 12), "meta": (META, 17)}
"""Campaigns, and how many digits ids have."""
_DEMO_ORDERS: Final = 3000
"""Budgets of the tables are for a shop of so many orders in two years."""
_WEEK: Final = np.array([0.95, 0.95, 1.0, 1.0, 1.05, 1.1, 0.95])
_PULSES: Final = np.array([0.5, 1.0, 1.0, 1.6])
"""What a campaign's budget of a week is multiplied by."""
_THURSDAY = 3
_KEPT_BLOCKS = 32
_GHOSTS: Final = 0.03
"""Share of the days of an ad in a city that have an invalid click, in the demo."""
_RARE: Final = 0.01
_RARE_GHOSTS: Final = 0.2
"""The same of ads with a smaller share than `_RARE`: most of what they show."""


class Cells(NamedTuple):
    """What was delivered, by day, ad and city; arrays of that shape.

    Attributes:
        impressions: How often the ad was shown.
        clicks: How often it was clicked; the first so many impressions are.
        cents: What that cost in the end [minor units].
        ghosts: Invalid impressions, each clicked: shown and charged for a while, then
            taken back.
    """

    impressions: Ints
    clicks: Ints
    cents: Ints
    ghosts: Ints


class Delivery:
    """All that one vendor delivers for one shop, through all time.

    Args:
        vendor: `google` or `meta`.
        label: Of the shop.
        climate: Whose weather moves spend; its seed is the account's.

    Attributes:
        plan: Campaigns, groups and ads.
        cities: Where ads are shown, as the shop has them.
    """

    plan: Plan

    def __init__(self, vendor: str, label: str, climate: Climate) -> None:
        kind, orders = parse_label(label)
        sketches, digits = _TABLES[vendor]
        scale = min(1.0, orders / _DEMO_ORDERS)
        self.names = (climate.seed, label, vendor)
        self.plan = make_plan(sketches, scale, digits, *self.names)
        self.cities = kind.cities
        self._home = kind.home.country_code
        self._climate = climate
        self._shares = self._ad_shares()
        self._ghosts = scale**0.5 * np.array(
            [_RARE_GHOSTS if ad.share < _RARE else _GHOSTS for ad in self.plan.ads]
        )
        self._rates = [RATES[ad.campaign.kind] for ad in self.plan.ads]
        self._kept = lru_cache(_KEPT_BLOCKS)(self._block)

    def cells(self, first_day: int, days: int) -> Cells:
        """Give what is delivered on consecutive days.

        Args:
            first_day: Days since 1970-01-01; nothing before the shop's opening.
            days: How many.
        """
        start = (first_day - FIRST_DAY) // BLOCK_DAYS
        end = -((FIRST_DAY - first_day - days) // BLOCK_DAYS)
        blocks = [self._kept(number) for number in range(start, max(end, start + 1))]
        skip = first_day - FIRST_DAY - start * BLOCK_DAYS
        joined = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        return Cells(*(part[skip : skip + days] for part in joined))

    def budget_cents(self, campaign: Campaign, days: Ints) -> Ints:
        """Give a campaign's daily budget of some days [minor units]; a week has one."""
        week = (days + _THURSDAY) // 7
        luck = uniform(make_key(*self.names, "pulse", campaign.number), week)
        pulse = _PULSES[(luck * len(_PULSES)).astype(np.int64)]
        cents = np.maximum(1, np.rint(campaign.daily_cents * pulse))
        return np.asarray(cents, dtype=np.int64)

    def _ad_shares(self) -> Floats:
        """Give each ad's share of its campaign, shape (ads, cities)."""
        shares = np.empty((len(self.plan.ads), len(self.cities)))
        weights = np.array([city.weight for city in self.cities])
        for ad in self.plan.ads:
            sisters = [a.share for a in self.plan.ads if a.group is ad.group]
            groups = [g for g in self.plan.groups if g.campaign is ad.campaign]
            part = ad.share / sum(sisters)
            part *= ad.group.share / sum(group.share for group in groups)
            shown = self._shown(ad.group)
            shares[ad.number] = part * shown * weights / max(sum(shown * weights), 1e-9)
        return shares

    def _shown(self, group: Group) -> Floats:
        home = np.array([city.country_code == self._home for city in self.cities])
        where = {"home": home, "abroad": ~home}
        return np.asarray(where.get(group.where, home | ~home), dtype=np.float64)

    def _block(self, number: int) -> Cells:
        first = FIRST_DAY + number * BLOCK_DAYS
        days = np.arange(first, first + BLOCK_DAYS, dtype=np.int64)
        spend = self._spend(days) * (number >= 0)
        rates = np.array(self._rates)[:, :, None]
        click_rate, click_cents = rates[:, 0], rates[:, 1]
        clicks = np.floor(spend / click_cents + self._luck("clicks", days))
        shown = np.floor(spend / click_cents / click_rate + self._luck("shown", days))
        shown = np.maximum(shown, clicks)
        ghosts = self._luck("ghosts", days) < self._ghosts[:, None]
        ghosts &= spend > 0.0
        cents = self._cents(spend, clicks, shown, self._luck("price", days))
        whole = (part.astype(np.int64) for part in (shown, clicks, cents, ghosts))
        return Cells(*whole)

    def _cents(
        self, spend: Floats, clicks: Floats, shown: Floats, luck: Floats
    ) -> Floats:
        """Price what was delivered: Google by the click, Meta by the impression."""
        if self.names[2] == "meta":
            return np.asarray(np.floor(spend + luck) * (shown > 0))
        prices = np.array([rate.click_cents for rate in self._rates])[:, None]
        return np.asarray(np.rint(clicks * prices * (0.8 + 0.4 * luck)))

    def _luck(self, name: str, days: Ints) -> Floats:
        ads, cities = self._shares.shape
        cell = np.arange(ads * cities, dtype=np.int64).reshape(ads, cities)
        key = make_key(*self.names, name)
        return uniform(key, days[:, None, None], cell[None, :, :])

    def _spend(self, days: Ints) -> Floats:
        """Give what is meant to be spent, by day, ad and city [minor units]."""
        spend = np.zeros((days.size, *self._shares.shape))
        week = _WEEK[(days + _THURSDAY) % 7]
        moved = self._moved(days)
        for ad in self.plan.ads:
            budget = self.budget_cents(ad.campaign, days) * week
            runs = np.array([ad.runs(day) for day in days.tolist()])
            bids = moved[ad.campaign.theme] * (budget * runs)[:, None]
            spend[:, ad.number] = bids * self._shares[ad.number]
        return spend

    def _moved(self, days: Ints) -> dict[str, Floats]:
        """Give how weather moves bids, by theme; arrays of days and cities."""
        themes = sorted({campaign.theme for campaign in self.plan.campaigns})
        moved = {theme: np.empty((days.size, len(self.cities))) for theme in themes}
        for number, city in enumerate(self.cities):
            cell = Cell.at(city.latitude, city.longitude)
            weather = self._climate.days(cell, int(days[0]), days.size)
            for theme in themes:
                pull = within(wanted(theme, weather), 0.2, 3.0)
                moved[theme][:, number] = 0.4 + 0.6 * pull
        return moved
