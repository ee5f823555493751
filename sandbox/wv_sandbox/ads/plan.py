"""What an advertiser runs: campaigns, their groups and ads, and how long each lives.

Days are counted from 1970-01-01, in the tables from the shop's opening. A life decides
both what is delivered and what the vendors' entities say. Each thing is made once, so
it is equal to itself alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from wv_sandbox.ads.life import Life, State
from wv_sandbox.shopify.shop.demand import FIRST_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wv_sandbox.ads.sketches import CampaignSketch, GroupSketch


class Rates(NamedTuple):
    """What advertising of a kind costs and brings.

    Attributes:
        click_rate: Clicks an impression.
        click_cents: Price of a click [minor units].
    """

    click_rate: float
    click_cents: float


RATES: Final = {
    "SEARCH": Rates(0.06, 70.0),
    "SHOPPING": Rates(0.015, 45.0),
    "PERFORMANCE_MAX": Rates(0.015, 60.0),
    "DISPLAY": Rates(0.012, 30.0),
    "PROSPECTING": Rates(0.012, 60.0),
    "RETARGETING": Rates(0.02, 80.0),
    "WEATHER": Rates(0.015, 55.0),
}


@dataclass(frozen=True, eq=False)
class Campaign:
    """A campaign.

    Attributes:
        number: Its place in the plan.
        id: As the vendor's ids are.
        name: Its name.
        kind: Key of `RATES`.
        theme: Of the goods it is about.
        daily_cents: Budget of a usual day [minor units].
        life: When it runs, in days since 1970.
    """

    number: int
    id: int
    name: str
    kind: str
    theme: str
    daily_cents: int
    life: Life


@dataclass(frozen=True, eq=False)
class Group:
    """An ad group, an ad set or an asset group.

    Attributes:
        number: Its place in the plan.
        id: As the vendor's ids are.
        name: Its name.
        campaign: What it belongs to.
        words: Keywords.
        share: Of its campaign's delivery, against its sisters.
        where: `all`, `home` or `abroad`.
        life: Of its own, in days since 1970.
    """

    number: int
    id: int
    name: str
    campaign: Campaign
    words: tuple[str, ...]
    share: float
    where: str
    life: Life


@dataclass(frozen=True, eq=False)
class Ad:
    """An ad.

    Attributes:
        number: Its place in the plan.
        id: As the vendor's ids are.
        name: Its name.
        group: What it belongs to.
        share: Of its group's delivery, against its sisters.
        life: Of its own, in days since 1970.
    """

    number: int
    id: int
    name: str
    group: Group
    share: float
    life: Life

    @property
    def campaign(self) -> Campaign:
        """The campaign it belongs to."""
        return self.group.campaign

    def runs(self, day: int) -> bool:
        """Tell whether it and all above it are active on a day."""
        lives = (self.life, self.group.life, self.campaign.life)
        return all(life.state(day) is State.ACTIVE for life in lives)


@dataclass(frozen=True)
class Plan:
    """All that an advertiser runs with one vendor, in the order of the tables."""

    campaigns: tuple[Campaign, ...]
    groups: tuple[Group, ...]
    ads: tuple[Ad, ...]


class _Ids:
    """Ids of one account: numbers of so many digits that no two things share."""

    def __init__(self, digits: int, *names: object) -> None:
        self._digits, self._names = digits, names

    def __call__(self, kind: str, number: int) -> int:
        text = "\x1f".join(map(str, (*self._names, kind, number))).encode()
        drawn = int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")
        room: int = 10 ** (self._digits - 4)
        # The last three digits count, so that two equal draws stay two ids.
        return room * 1000 + drawn % room * 1000 + number


def make_plan(
    sketches: Sequence[CampaignSketch], scale: float, digits: int, *names: object
) -> Plan:
    """Make the plan of an account from a vendor's tables.

    Args:
        sketches: The tables.
        scale: What budgets are multiplied by; at least a minor unit is left.
        digits: Length of ids.
        *names: Seed, label and vendor, which ids follow from.
    """
    make_id = _Ids(digits, *names)
    campaigns: list[Campaign] = []
    groups: list[Group] = []
    ads: list[Ad] = []
    for sketch in sketches:
        number = len(campaigns)
        campaign = Campaign(
            number,
            make_id("campaign", number),
            sketch.name,
            sketch.kind,
            sketch.theme,
            max(1, round(sketch.daily_cents * scale)),
            sketch.life.moved(FIRST_DAY),
        )
        campaigns.append(campaign)
        for below in sketch.groups:
            groups.append(_group(below, campaign, len(groups), make_id))
            ads += _ads(below, groups[-1], len(ads), make_id)
    return Plan(tuple(campaigns), tuple(groups), tuple(ads))


def _group(
    sketch: GroupSketch, campaign: Campaign, number: int, make_id: _Ids
) -> Group:
    return Group(
        number,
        make_id("group", number),
        sketch.name,
        campaign,
        sketch.words,
        sketch.share,
        sketch.where,
        _within(sketch.life, campaign.life),
    )


def _ads(sketch: GroupSketch, group: Group, first: int, make_id: _Ids) -> Iterator[Ad]:
    for number, ad in enumerate(sketch.ads, first):
        life = _within(ad.life, group.life)
        yield Ad(number, make_id("ad", number), ad.name, group, ad.share, life)


def _within(life: Life, above: Life) -> Life:
    """Move a life to its days; what is made before its parent begins with it."""
    moved = life.moved(FIRST_DAY)
    return moved._replace(first=max(moved.first, above.first))
