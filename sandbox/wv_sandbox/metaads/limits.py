"""How much an app may ask: by app, by account, by use case.

https://developers.facebook.com/docs/marketing-api/overview/rate-limiting
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

FULL, LIMITED = "standard_access", "development_access"
HOUR_SECONDS: Final = 3600


class UseCase(NamedTuple):
    """A kind of calls that has limits of its own.

    Attributes:
        row: Refusal when they are reached.
        an_ad: Calls an hour that each active ad adds.
    """

    row: str
    an_ad: int


USE_CASES: Final = {
    "ads_insights": UseCase("80000", 400),
    "ads_management": UseCase("80004", 40),
    "custom_audience": UseCase("80003", 40),
}
"""By their names in headers; of audiences too it is ads that count here."""


class Call(NamedTuple):
    """What a call is charged to.

    Attributes:
        account: Digits; empty for calls about none.
        kind: One of `USE_CASES`.
        ads: Active ads of the account.
    """

    account: str
    kind: str
    ads: int


@dataclass(frozen=True)
class Tier:
    """The limits of an access tier.

    Attributes:
        score: Of calls to one account, reads counting 1 and writes 3.
        decay_seconds: In which the score fades.
        app: Calls of the whole app an hour.
        hourly: Calls an hour by use case, without what active ads add.
    """

    score: int
    decay_seconds: int
    app: int
    hourly: Mapping[str, int]

    def of(self, call: Call) -> int:
        """Give how many calls like this one an hour may have."""
        return self.hourly[call.kind] + USE_CASES[call.kind].an_ad * call.ads


TIERS: Final = {
    FULL: Tier(
        9_000,
        300,
        60_000,
        {
            "ads_insights": 190_000,
            "ads_management": 100_000,
            "custom_audience": 190_000,
        },
    ),
    LIMITED: Tier(
        60,
        300,
        60_000,
        {"ads_insights": 600, "ads_management": 300, "custom_audience": 5_000},
    ),
}
