"""Whether a tap could run: each finding with its cause and the next step.

`--doctor` prints it as JSON; `wv doctor` shows all taps beside each other.
"""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tap_kit.breaker import Circuit
from tap_kit.errors import TapError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tap_kit.tap import KitTap

LEAST_FREE_BYTES = 200 << 20
MOST_SECONDS_OFF = 60
"""Windows of a minute, and signatures, still fit."""
SOON_DAYS = 60
"""So long before its end a version is warned of [d]."""


class Status(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Args:
        check: What: `credentials`, `scope orders:read`, `disk`.
        status: How it stands.
        what: What was seen, and the cause where it is not well.
        next_step: What to do; empty where nothing is.
    """

    check: str
    status: Status
    what: str
    next_step: str = ""


def attempt(check: str, ask: Callable[[], object], seen: str) -> Finding:
    """Ask for something real, and tell how it went.

    Args:
        check: What it is a check of.
        ask: Asks; what comes back does not matter.
        seen: What is true when that goes well.
    """
    try:
        ask()
    except TapError as error:
        return refused(check, error)
    return Finding(check, Status.OK, seen)


def refused(check: str, error: TapError) -> Finding:
    """Tell an error as a finding."""
    what = f"{error.what} ({error.where})" if error.where else error.what
    return Finding(check, Status.FAIL, what, error.next_step)


def examine(tap: KitTap, *, offline: bool) -> Iterator[Finding]:
    """Look at all that a run of a tap needs.

    Args:
        tap: The tap, with its settings.
        offline: Whether nothing may be asked of the source.
    """
    settings = _settings(tap)
    yield settings
    yield from _folder(Path(tap.config["state_dir"]))
    yield from _version(tap)
    for finding in _credentials(tap, offline=offline):
        if finding.what == settings.what:  # What settings lack is said once.
            step = "settle that first"
            yield Finding(finding.check, Status.SKIP, "not tried: see settings", step)
        else:
            yield finding


def _settings(tap: KitTap) -> Finding:
    if tap.is_stub:
        return Finding("settings", Status.OK, "they are understood")
    return attempt("settings", tap.check_settings, "they are complete")


def _credentials(tap: KitTap, *, offline: bool) -> Iterator[Finding]:
    try:
        tap.refuse_stub()
        if tap.is_stub:
            step = f"set them (`{tap.name} --about` names them), or stay with the demo"
            what = "there are none: the embedded sandbox is read"
            yield Finding("credentials", Status.WARN, what, step)
            return
        if tap.breaker.circuit is Circuit.OPEN:
            step = "wait; the tap tries again by itself"
            what = "the source failed so often that it is left alone"
            yield Finding("circuit breaker", Status.WARN, what, step)
        if offline:
            yield Finding("credentials", Status.SKIP, "not tried: offline")
            return
        yield from tap.probe()
        yield from _clock(tap)
    except TapError as error:
        yield refused("credentials", error)


def _clock(tap: KitTap) -> Iterator[Finding]:
    """Compare our clock with the one that the source's last answer bore."""
    if tap.base_url or (told := tap.session.server_time) is None:
        return  # A stand-in keeps the time of our settings.
    off = abs((told - tap.real_clock.now()).total_seconds())
    if off <= MOST_SECONDS_OFF:
        yield Finding("clock", Status.OK, f"{off:.0f} s from the source's")
        return
    what = f"this machine's clock is {off:,.0f} s from the source's"
    yield Finding("clock", Status.WARN, what, "set the clock, e.g. by NTP")


def _folder(folder: Path) -> Iterator[Finding]:
    """Look at the folder of what outlives a run, and at the files of secrets in it."""
    home = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not os.access(home, os.W_OK | os.X_OK):
        step = "give this user the right to write there, or set `state_dir`"
        what = f"{folder} cannot be written"
        yield Finding("state folder", Status.FAIL, what, step)
        return
    free = shutil.disk_usage(home).free
    what = f"{folder} can be written, {free >> 20:,} MiB are free"
    if free < LEAST_FREE_BYTES:
        yield Finding("state folder", Status.WARN, what, "free some space")
    else:
        yield Finding("state folder", Status.OK, what)
    for path in folder.glob("*.token.json"):
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            what = f"others may read {path.name}"
            yield Finding("token store", Status.FAIL, what, f"chmod 600 {path}")


def _version(tap: KitTap) -> Iterator[Finding]:
    version, end = tap.api_version
    if version is None:
        return
    if end is None:
        yield Finding("API version", Status.OK, f"{version}; no end of it is known")
        return
    left = (date.fromisoformat(end) - tap.real_clock.now().date()).days
    what = f"{version} lives until {end}, {left} days from now"
    if left > SOON_DAYS:
        yield Finding("API version", Status.OK, what)
        return
    status = Status.WARN if left > 0 else Status.FAIL
    yield Finding("API version", status, what, "take a newer release of this tap")


def told(tap: str, version: str, findings: Iterable[Finding]) -> dict[str, Any]:
    """Return findings as `--doctor` prints them."""
    return {
        "tap": tap,
        "version": version,
        "findings": [asdict(finding) for finding in findings],
    }
