"""Row counts: false alarms on clean runs, and how soon a lasting drop is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from alerting_judges import FixedDrop, Ours, Run, ZScore

from wv_transforms.quality.alarm import RULES, Alarm, Level
from wv_transforms.quality.incidents import Incident, Turn, advance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alerting_judges import Judge

WARM_UP = 60
"""Runs before the first one that is counted."""
DROPS = (0.4, 0.6)
WITHIN = 7
STARTS = 24
"""Places in each series where a drop begins."""
COOLDOWN = 3
JUDGES: dict[str, Callable[[], Judge]] = {
    "ours": Ours,
    "z-score": ZScore,
    "20 % below median": FixedDrop,
}


def events(judge: Judge, runs: Sequence[Run]) -> int:
    """Incidents that clean runs open: as the product opens them, for every judge."""
    known: tuple[Incident, ...] = ()
    opened = 0
    for number, run in enumerate(runs):
        marks = judge.alarms(runs[:number], run)
        if isinstance(judge, Ours):
            judge.marks[run.number] = marks
        alarms = [_alarm(mark) for mark in marks]
        seen = run.seen().measured_at
        after = advance(known, alarms, seen, cooldown_runs=COOLDOWN, whole_run=True)
        known = after.incidents
        if number >= WARM_UP:
            opened += sum(turn is Turn.OPENED for turn, _ in after.turns)
    return opened


def _alarm(mark: str) -> Alarm:
    """An alarm as incidents see it; a foreign judge's are of one family."""
    rule = RULES.get(mark.partition(":")[0], RULES["row_drop"])
    return Alarm(rule, "shop__orders", Level.WARNING, mark)


def measured(series: Sequence[Sequence[float]]) -> dict[str, dict[str, Any]]:
    """False alarms and recall of each judge on series of one kind."""
    return {name: _one(make, series) for name, make in JUDGES.items()}


def _one(
    make: Callable[[], Judge], series: Sequence[Sequence[float]]
) -> dict[str, Any]:
    clean = [_runs(values) for values in series]
    told = [events(make(), runs) for runs in clean]
    length = sum(len(runs) - WARM_UP for runs in clean)
    recall = {
        f"{drop:.0%}": float(
            np.mean([f for runs in clean for f in _found(make, runs, drop)])
        )
        for drop in DROPS
    }
    return {"runs": length, "events": sum(told), "recall": recall}


def _found(make: Callable[[], Judge], runs: Sequence[Run], drop: float) -> list[bool]:
    """Whether a drop that begins here or there is found within seven runs."""
    starts = np.linspace(105, len(runs) - WITHIN - 1, STARTS).astype(int)
    return [_finds(make(), runs, int(start), drop) for start in starts]


def _finds(judge: Judge, runs: Sequence[Run], start: int, drop: float) -> bool:
    chance = np.random.default_rng(start)
    past = list(runs[:start])
    for run in runs[start : start + WITHIN]:
        kept = int(chance.binomial(run.rows, 1 - drop))
        low = Run(run.number, kept)
        if judge.alarms(past, low):
            return True
        past.append(low)
    return False


def _runs(values: Sequence[float]) -> list[Run]:
    return [Run(number, int(value)) for number, value in enumerate(values)]
