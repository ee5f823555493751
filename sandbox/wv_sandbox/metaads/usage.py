"""How much of its limits an app has used, as five headers tell it.

https://developers.facebook.com/docs/marketing-api/overview/rate-limiting
"""

from __future__ import annotations

import json
from collections import deque
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.metaads.accounts import BUSINESS
from wv_sandbox.metaads.errors import GraphError
from wv_sandbox.metaads.limits import FULL, HOUR_SECONDS, TIERS, USE_CASES
from wv_sandbox.metaads.rows import ROWS

if TYPE_CHECKING:
    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.metaads.limits import Call, Tier

    Document = dict[str, Any]

HEADERS: Final = {
    "app": "x-app-usage",
    "account": "x-ad-account-usage",
    "business": "x-business-use-case-usage",
    "insights": "x-fb-ads-insights-throttle",
    "reach": "x-fb-ads-insights-reach-throttle",
}
"""By the names that the fault `usage` has for them."""
_APP, _SCORE, _REACH = "app", "score", "reach"
_DAY_SECONDS, _REACH_A_DAY = 86_400, 10
"""Reports on people of old rows that an account may have a day."""
_APP_ROW, _SCORE_ROW = "4", "17/2446079"
_WRITE_SCORE = 3
_PERCENT = 100


class Usage:
    """What was used, by account and kind of call, on the sandbox's clock.

    Attributes:
        tier: Access tier of the app; tests may lower it.
    """

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        # Faults tell of use while other requests are at work.
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        """Forget what was used."""
        self.tier = FULL
        self._calls: dict[tuple[str, str], deque[float]] = {}

    def spend(self, call: Call, *, writes: bool) -> None:
        """Charge a call.

        Raises:
            GraphError: A limit is reached.
        """
        tier = self._tier
        self._charge(_APP, "", HOUR_SECONDS)
        if self._used(_APP, "", HOUR_SECONDS) > tier.app:
            raise self._refused(_APP_ROW, call)
        if not call.account:
            return
        score = _WRITE_SCORE if writes else 1
        self._charge(_SCORE, call.account, tier.decay_seconds, score)
        self._charge(call.kind, call.account, HOUR_SECONDS)
        if self._used(_SCORE, call.account, tier.decay_seconds) > tier.score:
            raise self._refused(_SCORE_ROW, call)
        if self._used(call.kind, call.account, HOUR_SECONDS) > tier.of(call):
            raise self._refused(USE_CASES[call.kind].row, call)

    def take_reach(self, account: str) -> bool:
        """Take one of the day's reports on people of old rows, if any is left."""
        if self._used(_REACH, account, _DAY_SECONDS) >= _REACH_A_DAY:
            return False
        self._charge(_REACH, account, _DAY_SECONDS)
        return True

    def headers(self, call: Call, told: Document | None = None) -> dict[str, str]:
        """Write the headers of an answer.

        Args:
            call: What was charged.
            told: Options of the fault `usage`: `header` (all), `percent`,
                `reset_seconds` of the account's score, `minutes` until access is
                regained.
        """
        told = told or {}
        used = self._percent(_APP, "", HOUR_SECONDS, self._tier.app)
        app = _overlaid("app", used, told)
        found: Document = {
            "app": {"call_count": app, "total_time": app, "total_cputime": app}
        }
        if call.account:
            found["account"] = self._of_account(call, told)
            found["business"] = {BUSINESS["id"]: [self._of_business(call, told)]}
        if call.account and call.kind == "ads_insights":
            used = _overlaid("insights", self._hourly(call), told)
            both = {"app_id_util_pct": used, "acc_id_util_pct": used}
            found["insights"] = both | self._access
            reach = self._percent(_REACH, call.account, _DAY_SECONDS, _REACH_A_DAY)
            found["reach"] = {"acc_id_util_pct": _overlaid("reach", reach, told)}
        return {HEADERS[name]: json.dumps(value) for name, value in found.items()}

    def _of_account(self, call: Call, told: Document) -> Document:
        seconds = self._tier.decay_seconds
        used = self._percent(_SCORE, call.account, seconds, self._tier.score)
        return {
            "acc_id_util_pct": float(_overlaid("account", used, told)),
            "reset_time_duration": told.get("reset_seconds", seconds),
            **self._access,
        }

    def _of_business(self, call: Call, told: Document) -> Document:
        used = _overlaid("business", self._hourly(call), told)
        minutes = 60 if used >= _PERCENT else 0
        return {
            "type": call.kind,
            "call_count": used,
            "total_cputime": used,
            "total_time": used,
            "estimated_time_to_regain_access": told.get("minutes", minutes),
            **self._access,
        }

    @property
    def _tier(self) -> Tier:
        return TIERS[self.tier]

    @property
    def _access(self) -> dict[str, str]:
        return {"ads_api_access_tier": self.tier}

    def _hourly(self, call: Call) -> int:
        # Use cases that nothing here is charged to are told of by faults alone.
        if call.kind not in USE_CASES:
            return 0
        limit = self._tier.of(call)
        return self._percent(call.kind, call.account, HOUR_SECONDS, limit)

    def _refused(self, row: str, call: Call) -> GraphError:
        return GraphError(ROWS[row], headers=self.headers(call))

    def _charge(self, kind: str, account: str, seconds: int, score: int = 1) -> None:
        now = self._clock.now().timestamp()
        with self._lock:
            self._recent(kind, account, seconds).extend([now] * score)

    def _used(self, kind: str, account: str, seconds: int) -> int:
        with self._lock:
            return len(self._recent(kind, account, seconds))

    def _recent(self, kind: str, account: str, seconds: int) -> deque[float]:
        """Give when calls of the last seconds were; older ones are forgotten."""
        since = self._clock.now().timestamp() - seconds
        calls = self._calls.setdefault((kind, account), deque())
        while calls and calls[0] <= since:
            calls.popleft()
        return calls

    def _percent(self, kind: str, account: str, seconds: int, limit: int) -> int:
        """Give what is used, rounded up, so that any call is seen."""
        return -(-_PERCENT * self._used(kind, account, seconds) // limit)


def _overlaid(name: str, percent: int, told: Document) -> int:
    """Give a percentage, or what a fault says instead."""
    if "percent" in told and told.get("header", name) == name:
        return int(told["percent"])
    return percent
