"""Memory and calls of a Shopify backfill: tap and target, by bulk, from the sandbox.

A shop of the sandbox is read by `tap-shopify-wv` in one bulk operation a stream (no
smaller windows: that is the hardest case for memory) and written by
`target-parquet-lake` through a pipe, as a user runs them: each in an environment of its
own, made here by uv. Read are orders, their lines, their refunds with lines, and the
ledger of sales. Peaks are those of the two processes, added up although they need not
come at the same time; the sandbox's is apart. Calls are what the tap counted in
`connector_runs`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from target_programs import OURS, PROGRAMS, environment

from tap_kit.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterable

STREAMS = (
    "orders",
    "order_line_items",
    "order_refunds",
    "order_refund_line_items",
    "order_sales",
)
TAP = "tap-shopify-wv"
PACKAGES = {
    TAP: ("-c", "constraints.txt", "./taps/tap-kit", f"./taps/{TAP}"),
    OURS: PROGRAMS[OURS].packages,
}
MOST_MEMORY_MB = 400
MOST_GROWTH = 1.15
"""How much the peak of the largest shop may lie above that of the smallest."""
NOW = "2026-11-15T09:00:00Z"
TOKEN = "shpat_sandbox_00000000000000000000"  # noqa: S105 - the sandbox's.
_CALLS = re.compile(r"([\d,]+) requests, ([\d,]+) retries")
_ROWS = re.compile(r" ([a-z_]+) +([\d,]+)(?: +[\d,.]+){7}$", re.MULTILINE)
"""A line of the table by stream that the tap ends with."""


def backfill(orders: int, url: str, folder: Path) -> dict[str, Any]:
    """Read one shop into a new lake.

    Args:
        orders: Size of the shop.
        url: The sandbox's Shopify.
        folder: An empty one.

    Returns:
        Orders, calls, retries, rows of each stream, wall time [s], and CPU time [s] and
        peak memory [MB] of both programs.

    Raises:
        RuntimeError: One of them failed.
    """
    tap = _tap(orders, url, folder)
    config = _written(folder / "target.json", {"lake_root": str(folder / "lake")})
    target = [_program(OURS), "--config", config]
    start = time.perf_counter()
    with (folder / "tap.log").open("wb") as log, (folder / "log").open("wb") as other:
        environment = {**os.environ, "WV_PII_KEY": secrets.token_hex(32)}
        reader = subprocess.Popen(
            tap, stdout=subprocess.PIPE, stderr=log, cwd=folder, env=environment
        )
        writer = subprocess.Popen(
            target, stdin=reader.stdout, stdout=other, stderr=other, cwd=folder
        )
        if reader.stdout:
            reader.stdout.close()  # The target alone holds the pipe's end now.
        used = {"target": _ended(writer), "tap": _ended(reader)}
    seconds = time.perf_counter() - start
    told = (folder / "tap.log").read_text(errors="replace")
    for name, program in (("tap.log", reader), ("log", writer)):
        if program.returncode:
            tail = (folder / name).read_text(errors="replace")[-800:]
            msg = f"{program.args} ended with {program.returncode}: {tail}"
            raise RuntimeError(msg)
    calls = _CALLS.search(told)
    return {
        "orders": orders,
        "calls": _number(calls[1]) if calls else None,
        "retries": _number(calls[2]) if calls else None,
        "rows": {name: _number(count) for name, count in _ROWS.findall(told)},
        "seconds": round(seconds, 1),
        **{f"{name}_cpu_seconds": one["cpu_seconds"] for name, one in used.items()},
        **{f"{name}_memory_mb": one["memory_mb"] for name, one in used.items()},
        "memory_mb": round(sum(one["memory_mb"] for one in used.values())),
    }


def _tap(orders: int, url: str, folder: Path) -> list[str]:
    """Write settings and catalog, and return the command."""
    settings = {
        "api_base_url": url,
        "shop_domain": f"plain-{orders}.myshopify.com",
        "access_token": TOKEN,
        "as_of": NOW,
        "state_dir": str(folder / "state"),
        "bulk_mode": "always",
        "bulk_window_days": 10_000,
        "max_requests_per_second": 1000,
        "rate_limit_fraction": 1.0,
    }
    config = _written(folder / "tap.json", settings)
    command = [_program(TAP), "--config", config]
    found = subprocess.run(
        [*command, "--discover"],
        check=True,
        capture_output=True,
        env={**os.environ, "WV_PII_KEY": secrets.token_hex(32)},
    )
    catalog = json.loads(found.stdout)
    for stream in catalog["streams"]:
        wanted = stream["stream"] in {*STREAMS, "connector_runs"}
        for entry in stream["metadata"]:
            if not entry["breadcrumb"]:
                entry["metadata"]["selected"] = wanted
    return [*command, "--catalog", _written(folder / "catalog.json", catalog)]


def _ended(child: subprocess.Popen[bytes]) -> dict[str, float]:
    """Wait for a process and return what it used."""
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return {
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "memory_mb": round(used.ru_maxrss / 1024),
    }


def _program(name: str) -> str:
    return str(environment(name, PACKAGES[name]) / name)


def _written(path: Path, content: dict[str, Any]) -> str:
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def failures(found: list[dict[str, Any]]) -> list[str]:
    """Return what is promised and does not hold."""
    wrong = [
        f"{one['orders']:,} orders: {one['memory_mb']} MB, not {MOST_MEMORY_MB}"
        for one in found
        if one["memory_mb"] > MOST_MEMORY_MB
    ]
    peaks = [one["memory_mb"] for one in sorted(found, key=lambda one: one["orders"])]
    if peaks[-1] > MOST_GROWTH * peaks[0]:
        wrong.append(f"memory grows with the shop: {peaks[0]} to {peaks[-1]} MB")
    return wrong


def table(found: Iterable[dict[str, Any]]) -> str:
    """Return the figures for people."""
    head = "orders rows calls wall_s tap_cpu_s target_cpu_s tap_MB target_MB MB"
    names = "seconds tap_cpu_seconds target_cpu_seconds tap_memory_mb target_memory_mb"
    lines = ["".join(f"{name:>13}" for name in head.split())]
    for one in found:
        rows = sum(one["rows"].values())
        first = (one["orders"], rows, one["calls"])
        cells = (*first, *(one[name] for name in names.split()), one["memory_mb"])
        lines.append("".join(f"{cell:>13,}" for cell in cells))
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and tell by the exit code whether the promises hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print for machines")
    parser.add_argument("--orders", type=int, nargs="+", default=[50_000, 500_000])
    options = parser.parse_args()
    found = []
    with Sandbox() as sandbox:
        for orders in options.orders:
            with tempfile.TemporaryDirectory(prefix="wv-bench-") as folder:
                url = sandbox.url("shopify")
                found.append(backfill(orders, url, Path(folder)))
    wrong = failures(found)
    print(
        json.dumps({"shops": found, "failures": wrong}) if options.json else "", end=""
    )
    if not options.json:
        print("\n".join([table(found), *wrong]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
