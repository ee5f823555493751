"""How the tables of campaigns are written."""

from __future__ import annotations

from typing import NamedTuple

from wv_sandbox.ads.life import Life


class Sketch(NamedTuple):
    """An ad as the tables have it.

    Attributes:
        name: Its name.
        share: Of its group's delivery, against its sisters.
        life: Within that of its group.
    """

    name: str
    share: float = 1.0
    life: Life = Life()


class GroupSketch(NamedTuple):
    """An ad group, an ad set or an asset group as the tables have it.

    Attributes:
        name: Its name.
        ads: What it shows.
        words: Keywords, where it has any.
        share: Of its campaign's delivery, against its sisters.
        where: Cities it is shown in: `all`, `home` (the shop's country) or `abroad`.
        life: Within that of its campaign.
    """

    name: str
    ads: tuple[Sketch, ...]
    words: tuple[str, ...] = ()
    share: float = 1.0
    where: str = "all"
    life: Life = Life()


class CampaignSketch(NamedTuple):
    """A campaign as the tables have it.

    Attributes:
        name: Its name.
        kind: Key of `RATES`.
        theme: Of the goods it is about; its spend follows the weather as they do.
        daily_cents: Budget of a usual day for the demo shop [minor units].
        groups: Below it.
        life: When it runs.
    """

    name: str
    kind: str
    theme: str
    daily_cents: int
    groups: tuple[GroupSketch, ...]
    life: Life = Life()
