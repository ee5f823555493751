"""False alarms and missed faults of the watch over raw tables, as figures.

Four questions: how many events do clean runs raise; are faults about which there is no
doubt found; how soon is a drop found that lasts; and of the public catalogue of column
faults, how many are found and how many alarms are right, beside a z-score (Elementary's
defaults). Ours are the rules that every build asks, with the thresholds as shipped.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import alerting_columns
import alerting_counts
import alerting_data
import alerting_exact

MOST_EVENTS = 1.0
"""Events that 100 clean runs may raise."""
LEAST_RECALL = 0.95
"""Share of drops of 60 % to be found within seven runs, on daily series."""
DROP = "60%"
OURS, PEER = "Ours", "ZScore"


def compare() -> dict[str, Any]:
    """All figures."""
    tables: dict[str, Any] = {}
    columns: list[alerting_columns.Column] = []
    for name, (make, hours) in alerting_data.TABLES.items():
        found, tables[name] = alerting_columns.measured(make(), hours)
        columns += found
    kinds = {
        "numbers": [one for one in columns if one.numeric],
        "texts": [one for one in columns if not one.numeric],
    }
    measured = alerting_counts.measured
    daily = alerting_data.daily_series().items()
    small = alerting_data.small_series().items()
    return {
        "exact": alerting_exact.measured(),
        "daily": {name: measured(series) for name, series in daily},
        "small": {name: measured(series) for name, series in small},
        "tables": tables,
        "columns": {
            kind: {
                "columns": len(own),
                **{
                    judge: alerting_columns.scores(own, judge) for judge in (OURS, PEER)
                },
            }
            for kind, own in kinds.items()
        },
    }


def rate(found: dict[str, Any], judge: str) -> float:
    """Events that 100 clean runs of all daily series raise."""
    own = [one[judge] for one in found["daily"].values()]
    return 100 * sum(o["events"] for o in own) / sum(o["runs"] for o in own)


def table_rate(found: dict[str, Any], judge: str) -> float:
    """Events that 100 clean runs of all tables raise, every column watched."""
    own = found["tables"].values()
    return 100 * sum(o["events"][judge] for o in own) / sum(o["runs"] for o in own)


def failures(found: dict[str, Any]) -> list[str]:
    """Which promises do not hold."""
    wrong = [f"not found: {name}" for name, seen in found["exact"].items() if not seen]
    rates = {"daily counts": rate(found, "ours"), "tables": table_rate(found, OURS)}
    wrong += [
        f"{name}: {events:.2f} events in 100 clean runs, promised {MOST_EVENTS:g}"
        for name, events in rates.items()
        if events > MOST_EVENTS
    ]
    wrong += [
        f"{name}: {one['ours']['recall'][DROP]:.0%} of drops of {DROP} found"
        for name, one in found["daily"].items()
        if one["ours"]["recall"][DROP] < LEAST_RECALL
    ]
    return wrong


def text(found: dict[str, Any]) -> str:
    """The figures for people."""
    lines = ["Faults without doubt", ""]
    lines += [f"  {'found ' if s else 'MISSED'} {n}" for n, s in found["exact"].items()]
    lines += [
        "",
        "Row counts: events in 100 clean runs | drops found within 7 runs",
        "",
    ]
    for name, judges in (found["daily"] | found["small"]).items():
        lines.append(f"  {name}")
        lines += [f"    {_counts(*one)}" for one in judges.items()]
    lines += [f"  all daily series, ours: {rate(found, 'ours'):.2f}", ""]
    lines += ["Whole tables: events in 100 clean runs, every column watched", ""]
    for name, one in found["tables"].items():
        told = ", ".join(
            f"{j} {100 * n / one['runs']:.1f}" for j, n in one["events"].items()
        )
        lines.append(f"  {name} ({one['columns']} columns, {one['runs']} runs): {told}")
    lines += [f"  all tables, ours: {table_rate(found, OURS):.2f}", ""]
    lines += ["Catalogue of column faults: [95 % interval over columns]", ""]
    for kind, judges in found["columns"].items():
        lines.append(f"  {kind}, {judges['columns']} columns")
        lines += [f"    {_scores(j, judges[j])}" for j in (OURS, PEER)]
        weak = ", ".join(f"{n} {v:.2f}" for n, v in judges[OURS]["weak"].items())
        lines.append(f"    ours finds less than 90 % of: {weak or 'none'}")
    return "\n".join(lines) + "\n"


def _counts(judge: str, one: dict[str, Any]) -> str:
    recall = ", ".join(f"{drop} {share:.0%}" for drop, share in one["recall"].items())
    return f"{judge:17} {100 * one['events'] / one['runs']:5.2f} | {recall}"


def _scores(judge: str, one: dict[str, Any]) -> str:
    parts = (
        f"{name} {one[name][0]:.3f} [{one[name][1]:.3f}, {one[name][2]:.3f}]"
        for name in ("precision", "recall")
    )
    return f"{judge:7} " + "  ".join(parts)


def main() -> int:
    """Measure, print, and tell by the exit code whether the promises hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print for machines")
    given = parser.parse_args()
    found = compare()
    wrong = failures(found)
    if given.json:
        sys.stdout.write(json.dumps(found | {"failures": wrong}) + "\n")
    else:
        sys.stdout.write(text(found) + "".join(f"{one}\n" for one in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
