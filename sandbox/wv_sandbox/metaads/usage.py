"""How much of its limits an app has used, as five headers tell it.

https://developers.facebook.com/docs/marketing-api/overview/rate-limiting
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.metaads.accounts import BUSINESS
from wv_sandbox.metaads.errors import GraphError
from wv_sandbox.metaads.rows import ROWS

if TYPE_CHECKING:
    from wv_sandbox.clock import SandboxClock

FULL, LIMITED = "standard_access", "development_access"
_HOUR = 3600
HEADERS: Final = {
    "app": "x-app-usage",
    "account": "x-ad-account-usage",
    "business": "x-business-use-case-usage",
    "insights": "x-fb-ads-insights-throttle",
    "reach": "x-fb-ads-insights-reach-throttle",
}
_PERCENT = 100
_APP_ROW, _SCORE_ROW = "4", "17/2446079"


@dataclass(frozen=True)
class Tier:
    """The limits of an access tier.

    Attributes:
        score: Of calls to one account, reads counting 1 and writes 3.
        decay_seconds: In which the score fades.
        insights: Calls for insights an hour, without what active ads add.
        management: Other calls an hour, likewise.
        app: Calls of the whole app an hour.
    """

    score: int
    decay_seconds: int
    insights: int
    management: int
    app: int


TIERS: Final = {
    FULL: Tier(9_000, 300, 190_000, 100_000, 60_000),
    LIMITED: Tier(60, 300, 600, 300, 60_000),
}
_WRITE_SCORE = 3
_INSIGHTS_A_AD, _MANAGEMENT_A_AD = 400, 40


class Usage:
    """What was used, by account and kind of call, on the sandbox's clock.

    Attributes:
        tier: Access tier of the app; tests may lower it.
        told: What headers tell instead of the truth, in percent by header (`app`,
            `account`, `business`, `insights`, `reach`).
    """

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self.clear()

    def clear(self) -> None:
        """Forget what was used."""
        self.tier = FULL
        self._calls: dict[tuple[str, str], deque[float]] = {}

    def spend(self, account: str, kind: str, *, writes: bool, ads: int) -> None:
        """Charge a call.

        Args:
            account: Digits; empty for calls about none.
            kind: `ads_insights` or `ads_management`.
            writes: Whether it is a POST.
            ads: Active ads of the account, which raise its limits.

        Raises:
            GraphError: A limit is reached.
        """
        tier = TIERS[self.tier]
        now = self._clock.now().timestamp()
        self._charge("app", "", _HOUR, now, 1)
        if self._used("app", "", _HOUR, now) > tier.app:
            raise self._refused(_APP_ROW, account, kind, ads)
        if not account:
            return
        self._charge("score", account, tier.decay_seconds, now, _WRITE_SCORE**writes)
        self._charge(kind, account, _HOUR, now, 1)
        if self._used("score", account, tier.decay_seconds, now) > tier.score:
            raise self._refused(_SCORE_ROW, account, kind, ads)
        if self._used(kind, account, _HOUR, now) > self._limit(kind, ads):
            row = "80000" if kind == "ads_insights" else "80004"
            raise self._refused(row, account, kind, ads)

    def headers(
        self, account: str, kind: str, ads: int, told: dict[str, Any] | None = None
    ) -> dict[str, str]:
        """Write the headers of an answer.

        Args:
            account: Digits; empty for calls about none.
            kind: `ads_insights` or `ads_management`.
            ads: Active ads of the account.
            told: Options of the fault `usage`: `header` (all), `percent`,
                `reset_seconds` of the account's score, `minutes` until access is
                regained.
        """
        told = told or {}
        now = self._clock.now().timestamp()
        app = self._percent("app", "", _HOUR, now, TIERS[self.tier].app)
        app = _overlaid("app", app, told)
        found: dict[str, Any] = {
            "app": {"call_count": app, "total_time": app, "total_cputime": app}
        }
        if account:
            found |= self._of_account(account, kind, ads, told, now)
        return {HEADERS[name]: json.dumps(value) for name, value in found.items()}

    def _of_account(
        self, account: str, kind: str, ads: int, told: dict[str, Any], now: float
    ) -> dict[str, Any]:
        tier = TIERS[self.tier]
        score = self._percent("score", account, tier.decay_seconds, now, tier.score)
        used = self._percent(kind, account, _HOUR, now, self._limit(kind, ads))
        business = _overlaid("business", used, told)
        access = {"ads_api_access_tier": self.tier}
        full = business >= _PERCENT
        entry = {
            "type": kind,
            "call_count": business,
            "total_cputime": business,
            "total_time": business,
            "estimated_time_to_regain_access": told.get("minutes", 60 * full),
            **access,
        }
        found: dict[str, Any] = {
            "account": {
                "acc_id_util_pct": float(_overlaid("account", score, told)),
                "reset_time_duration": told.get("reset_seconds", tier.decay_seconds),
                **access,
            },
            "business": {BUSINESS["id"]: [entry]},
        }
        if kind == "ads_insights":
            throttle = _overlaid("insights", used, told)
            found["insights"] = {
                "app_id_util_pct": throttle,
                "acc_id_util_pct": throttle,
                **access,
            }
            reach = _overlaid("reach", 0, told)
            found["reach"] = {"acc_id_util_pct": reach}
        return found

    def _refused(self, row: str, account: str, kind: str, ads: int) -> GraphError:
        return GraphError(ROWS[row], headers=self.headers(account, kind, ads))

    def _limit(self, kind: str, ads: int) -> int:
        tier = TIERS[self.tier]
        if kind == "ads_insights":
            return tier.insights + _INSIGHTS_A_AD * ads
        return tier.management + _MANAGEMENT_A_AD * ads

    def _charge(
        self, kind: str, account: str, seconds: int, now: float, score: int
    ) -> None:
        calls = self._calls.setdefault((kind, account), deque())
        while calls and calls[0] <= now - seconds:
            calls.popleft()
        calls.extend([now] * score)

    def _used(self, kind: str, account: str, seconds: int, now: float) -> int:
        calls = self._calls.get((kind, account), ())
        return sum(at > now - seconds for at in calls)

    def _percent(
        self, kind: str, account: str, seconds: int, now: float, limit: int
    ) -> int:
        """Give what is used, rounded up, so that any call is seen."""
        return -(-_PERCENT * self._used(kind, account, seconds, now) // limit)


def _overlaid(name: str, percent: int, told: dict[str, Any]) -> int:
    if "percent" in told and told.get("header", name) == name:
        return int(told["percent"])
    return percent
