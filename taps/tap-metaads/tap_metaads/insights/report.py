"""What is asked of insights, and the smaller questions that it can be cut into."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tap_kit.windows_state import report_hash
from tap_metaads.edges import statuses

if TYPE_CHECKING:
    from tap_kit.windows_days import Days
    from tap_metaads.accounts import Account

LEVELS = ("account", "campaign", "adset", "ad")
MOST_IDS = 100
"""More would make an address too long."""
PEOPLE = frozenset(
    {
        "reach",
        "frequency",
        "cpp",
        "unique_clicks",
        "unique_ctr",
        "unique_inline_link_clicks",
    }
)
"""Fields that Meta does not tell of old days once they are broken down."""


@dataclass(frozen=True)
class Report:
    """A report, the same in every account.

    Args:
        name: Of its stream.
        level: Whose figures: account, campaign, adset or ad.
        fields: Of insights.
        breakdowns: By what they are broken down.
        windows: Attribution windows of actions.
        action_breakdowns: By what actions are broken down beside their type.
        fallback: Breakdowns to ask by where Meta refuses these.
    """

    name: str
    level: str
    fields: tuple[str, ...]
    breakdowns: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    action_breakdowns: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """What tells it apart from a report of the same name that asks otherwise."""
        return report_hash(
            level=self.level,
            fields=sorted(self.fields),
            breakdowns=self.breakdowns,
            windows=sorted(self.windows),
            action_breakdowns=self.action_breakdowns,
            filters=statuses(self.level) if self.level in LEVELS[1:] else (),
        )


@dataclass(frozen=True)
class Ask:
    """One question: a report, an account, days, and perhaps only some things.

    Args:
        report: What is asked.
        account: Of which account.
        days: Of which days, by the account's clock.
        level: Of what `ids` are; empty for all.
        ids: Campaigns, ad sets or ads that are meant.
    """

    report: Report
    account: Account
    days: Days
    level: str = ""
    ids: tuple[str, ...] = ()

    def parameters(self, *, is_old: bool) -> dict[str, Any]:
        """Write the question as Meta takes it.

        Args:
            is_old: Whether the days are so old that people are not told by parts.
        """
        report = self.report
        people = PEOPLE if is_old and report.breakdowns else frozenset()
        asked: dict[str, Any] = {
            "level": report.level,
            "fields": [name for name in report.fields if name not in people],
            "time_range": {
                "since": self.days.first.isoformat(),
                "until": self.days.last.isoformat(),
            },
            "time_increment": "1",
            "action_attribution_windows": list(report.windows),
            "filtering": self._conditions(report.level),
        }
        if report.breakdowns:
            asked["breakdowns"] = list(report.breakdowns)
        if report.action_breakdowns:
            asked["action_breakdowns"] = ["action_type", *report.action_breakdowns]
        return asked

    def ids_below(self, level: str) -> dict[str, Any]:
        """Ask only which things of a level have figures."""
        return {
            "level": level,
            "fields": [f"{level}_id"],
            "time_range": self.parameters(is_old=False)["time_range"],
            "filtering": self._conditions(level),
        }

    def smaller(self) -> tuple[Ask, ...] | None:
        """Cut by days, else by ids; None where neither can be cut."""
        if halves := self.days.halves():
            first, second = halves
            return replace(self, days=first), replace(self, days=second)
        if len(self.ids) > 1:
            return self.only(self.level, self.ids)
        return None

    def only(self, level: str, ids: tuple[str, ...]) -> tuple[Ask, ...]:
        """Ask of some things only, in halves or more parts."""
        size = min(-(-len(ids) // 2), MOST_IDS)
        starts = range(0, len(ids), size)
        parts = (ids[start : start + size] for start in starts)
        return tuple(replace(self, level=level, ids=part) for part in parts)

    @property
    def level_below(self) -> str:
        """The next finer level that rows are not torn by; empty if there is none."""
        place = LEVELS.index(self.level or "account") + 1
        return LEVELS[place] if place <= LEVELS.index(self.report.level) else ""

    def _conditions(self, level: str) -> list[dict[str, Any]]:
        """Ask for every status: without it deleted things are left out."""
        found: list[dict[str, Any]] = []
        if level in LEVELS[1:]:
            field = f"{level}.effective_status"
            found.append({"field": field, "operator": "IN", "value": statuses(level)})
        if self.level:
            field = f"{self.level}.id"
            found.append({"field": field, "operator": "IN", "value": list(self.ids)})
        return found
