"""Calls and rows of Meta's figures beside a public Singer tap, on the same sandbox.

    .venv/bin/python benchmarks/ads.py [--json] [--days 7]

The peer is tap-facebook of the package index, in an environment of its own below
`.peers/`. It knows no address but Meta's: a `sitecustomize` on its path sends what
would go to graph.facebook.com to the sandbox. Where it cannot run, that is said.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from target_programs import environment

from wv_sandbox.testing import serve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wv_sandbox.testing import Served

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
TODAY = date(2026, 11, 15)
ACCOUNT = "2001000000000001"
TOKEN = "EAASANDBOXSYSTEM00000000000000000000"  # noqa: S105 - the sandbox's.
OURS, PEER, VERSION = "tap-metaads", "tap-facebook", "1.26.0"
REPORTS = {
    "ads_insights": ("insights_ad_daily", ()),
    "ads_insights_age_and_gender": ("ads_by_age_gender", ("age", "gender")),
    "ads_insights_country": ("ads_by_country", ("country",)),
    "ads_insights_region": ("ads_by_region", ("region",)),
    "ads_insights_hourly_advertiser": (
        "ads_by_hour",
        ("hourly_stats_aggregated_by_advertiser_time_zone",),
    ),
}
"""The peer's reports, all of level ad, and ours that ask the same."""
ENTITIES = {"campaigns": "campaigns", "adsets": "ad_sets", "ads": "ads"}
FIELDS = [
    "impressions",
    "spend",
    "clicks",
    "reach",
    "frequency",
    "inline_link_clicks",
    "actions",
    "action_values",
]
REDIRECT = """
from urllib.parse import urlsplit, urlunsplit
from requests.adapters import HTTPAdapter
_send = HTTPAdapter.send
def send(self, request, **options):
    parts = urlsplit(request.url)
    if parts.netloc == "graph.facebook.com":
        path = "/metaads/graph" + parts.path
        request.url = urlunsplit(("http", {host!r}, path, parts.query, ""))
    return _send(self, request, **options)
HTTPAdapter.send = send
"""


@dataclass(frozen=True)
class Figure:
    """What a program did.

    Args:
        calls: Requests that the sandbox got.
        rows: Records of figures.
        distinct: Those with a key of their own.
        cpu_seconds: CPU time of the process, start included [s].
    """

    calls: int
    rows: int
    distinct: int
    cpu_seconds: float

    @property
    def calls_a_thousand(self) -> float:
        """Calls for 1,000 distinct rows."""
        return 1000 * self.calls / self.distinct if self.distinct else float("inf")


def ours(box: Served, folder: Path, days: int) -> Figure:
    """Read with our tap."""
    config = {
        "api_base_url": f"{box.url}/metaads",
        "access_token": TOKEN,
        "account_ids": [ACCOUNT],
        "as_of": NOW.isoformat(),
        "start_date": _first(days),
        "state_dir": str(folder / "state"),
        "custom_reports": [
            {"name": name, "level": "ad", "fields": FIELDS, "breakdowns": list(parts)}
            for name, parts in REPORTS.values()
            if parts
        ],
    }
    program = Path(sys.executable).with_name(OURS)
    wanted = {name for name, _ in REPORTS.values()} | set(ENTITIES.values())
    catalog = _catalog(program, config, folder, wanted, {})
    return _run(box, program, catalog, folder, {})


def peer(box: Served, folder: Path, days: int) -> Figure:
    """Read with the public tap.

    Raises:
        CalledProcessError: It cannot be installed, or fails.
    """
    program = environment(PEER, (f"{PEER}=={VERSION}",)) / PEER
    host = box.url.removeprefix("http://")
    (folder / "sitecustomize.py").write_text(REDIRECT.format(host=host))
    paths = {"PYTHONPATH": str(folder)}
    config = {
        "access_token": TOKEN,
        "account_id": ACCOUNT,
        # It begins a buffer before the day that it is told.
        "start_date": f"{TODAY - timedelta(days=days - 1)}T00:00:00Z",
        "end_date": f"{TODAY - timedelta(days=1)}T00:00:00Z",
        "insights_buffer_days": "1",
    }
    wanted = {*REPORTS, *ENTITIES}
    catalog = _catalog(program, config, folder, wanted, paths)
    return _run(box, program, catalog, folder, paths)


def _first(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def _catalog(
    program: Path,
    config: Mapping[str, Any],
    folder: Path,
    wanted: Iterable[str],
    paths: Mapping[str, str],
) -> Path:
    settings = folder / "config.json"
    settings.write_text(json.dumps(config))
    found = subprocess.run(
        [program, "--config", settings, "--discover"],
        capture_output=True,
        check=True,
        env=os.environ | paths,
    )
    catalog = json.loads(found.stdout)
    for stream in catalog["streams"]:
        chosen = stream["tap_stream_id"].removesuffix("_windows") in set(wanted)
        for entry in stream["metadata"]:
            entry["metadata"]["selected"] = chosen
    path = folder / "catalog.json"
    path.write_text(json.dumps(catalog))
    return path


def _run(
    box: Served, program: Path, catalog: Path, folder: Path, paths: Mapping[str, str]
) -> Figure:
    box.reset(NOW)
    option = "--catalog" if program.name == OURS else "--properties"
    command = [program, "--config", folder / "config.json", option, catalog]
    with (folder / "out").open("wb") as out, (folder / "log").open("wb") as log:
        child = subprocess.Popen(
            command, stdout=out, stderr=log, env=os.environ | paths
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, str(program))
    rows, distinct = _count((folder / "out").read_text().splitlines())
    return Figure(len(box.requests), rows, distinct, used.ru_utime + used.ru_stime)


def _count(lines: list[str]) -> tuple[int, int]:
    """Count records of figures, and those with a key of their own."""
    reports = set(REPORTS) | {name for name, _ in REPORTS.values()}
    rows, keys, seen = 0, {}, set()
    for message in map(json.loads, lines):
        name = message.get("stream")
        if name not in reports:
            continue
        if message["type"] == "SCHEMA":
            keys[name] = message["key_properties"]
        elif message["type"] == "RECORD":
            rows += 1
            record = message["record"]
            seen.add((name, *(str(record.get(key)) for key in keys[name])))
    return rows, len(seen)


def main() -> None:
    """Measure both, and print calls for 1,000 rows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--days", type=int, default=7, help="days of figures [d]")
    options = parser.parse_args()
    figures: dict[str, Figure] = {}
    missing = ""
    # Time goes on: the peer sleeps between two looks at a job.
    with serve(seed=7, now=NOW, frozen=False) as box:
        with tempfile.TemporaryDirectory() as folder:
            figures[OURS] = ours(box, Path(folder), options.days)
        try:
            with tempfile.TemporaryDirectory() as folder:
                name = f"{PEER} {VERSION}"
                figures[name] = peer(box, Path(folder), options.days)
        except subprocess.CalledProcessError as error:
            missing = f"{PEER} {VERSION} did not run: {error}"
    _show(figures, missing, as_json=options.json)


def _show(figures: Mapping[str, Figure], missing: str, *, as_json: bool) -> None:
    if as_json:
        told = {
            name: asdict(figure) | {"calls_per_1000_rows": figure.calls_a_thousand}
            for name, figure in figures.items()
        }
        print(json.dumps({"figures": told, "missing": missing}))
        return
    print(f"{'':24} calls    rows  distinct  calls/1,000 rows  CPU s")
    for name, f in figures.items():
        print(
            f"{name:24} {f.calls:>5} {f.rows:>7} {f.distinct:>9}"
            f" {f.calls_a_thousand:>17.2f} {f.cpu_seconds:>6.1f}"
        )
    if missing:
        print(missing)


if __name__ == "__main__":
    main()
