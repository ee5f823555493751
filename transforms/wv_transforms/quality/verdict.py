"""All rules over one dataset, and how bad their alarms are together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wv_transforms.quality import rules_exact
from wv_transforms.quality.alarm import DRIFT, ROW_DROP, RULES, Level
from wv_transforms.quality.rules_columns import columns
from wv_transforms.quality.rules_volume import volume

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from wv_transforms.quality.alarm import Alarm
    from wv_transforms.quality.drift import Profile
    from wv_transforms.quality.observation import Observation
    from wv_transforms.quality.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one dataset in one run.

    Attributes:
        now: What the run saw.
        runs: What the runs before saw, oldest first.
        profiles: Its columns, by name.
        past: The columns of the runs before, by name and run.
        relied_on: Columns that models read.
        whole_run: Whether enough time has passed for counts to be compared.
    """

    now: Observation
    runs: Sequence[Observation]
    profiles: Mapping[str, Profile]
    past: Mapping[str, Mapping[str, Profile]]
    relied_on: Collection[str] = ()
    whole_run: bool = True


def judge(case: Case, thresholds: Thresholds, *, production: bool) -> list[Alarm]:
    """Ask every rule about a dataset that is there.

    Args:
        case: What is known.
        thresholds: The tenant's.
        production: Whether sandbox rows are forbidden.

    Returns:
        The alarms, settled among each other.
    """
    found = list(_alarms(case, thresholds, production=production))
    last = case.runs[-1] if case.runs else None
    return settle(found, last, thresholds)


def settle(
    alarms: Sequence[Alarm], last: Observation | None, thresholds: Thresholds
) -> list[Alarm]:
    """Decide how bad alarms are together.

    A statistical alarm may be chance: it is critical only with a second rule beside
    it, or when the run before was alarmed in the same family. A part of the rows has
    another distribution than all: a drop says so already. Whatever touches people is
    critical.

    Args:
        alarms: The alarms of one dataset.
        last: What the run before saw of it.
        thresholds: The tenant's.
    """
    if any(one.rule is ROW_DROP for one in alarms):
        alarms = [one for one in alarms if one.rule is not DRIFT]
    rules = {one.rule.name for one in alarms}
    marks = last.alarms if last else ()
    families = {RULES[mark.partition(":")[0]].family for mark in marks}

    def settled(one: Alarm) -> Alarm:
        if one.column and thresholds.is_regulated(one.dataset, one.column):
            return replace(one, level=Level.CRITICAL)
        sure = one.rule.exact or len(rules) > 1 or one.rule.family in families
        return one if sure else replace(one, level=min(one.level, Level.WARNING))

    return [settled(one) for one in alarms]


def _alarms(case: Case, thresholds: Thresholds, *, production: bool) -> Iterator[Alarm]:
    now = case.now
    last = case.runs[-1] if case.runs else None
    limits = thresholds.limits(now.dataset)
    yield from rules_exact.rows(now, last, limits)
    yield from rules_exact.freshness(now, now.measured_at, limits)
    yield from rules_exact.schema(now, last, case.relied_on)
    yield from rules_exact.origin(now, production=production)
    yield from rules_exact.privacy(now)
    yield from rules_exact.bounds(now, limits)
    if case.whole_run:
        yield from volume(case.runs, now, limits)
        yield from columns(case.runs, case.past, now, case.profiles, limits)
