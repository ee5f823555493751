"""Ask an advisory service about every pinned version, and know when it cannot say.

`python -m tools.audit [--if-reachable]`: 0 when no version has a known weakness; 1 when
one has, when the service does not know one, or when nothing could be asked. With
`--if-reachable` the last of these ends with 0 too, after saying so on stderr.

A service that is away looks to pip-audit much like one that knows no weakness: an index
without advisories answers with 404, or with nothing. So a version whose weaknesses are
old news is asked about first; who does not know them is not believed. Which service:
`PIP_AUDIT_VULNERABILITY_SERVICE`, `PIP_AUDIT_OSV_URL`, as of pip-audit.
https://github.com/pypa/pip-audit
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).resolve().parents[1]
"""Not of `tools.house`: this runs before the rooms' packages are there."""
PIP_AUDIT = ROOT / ".peers/supply/bin/pip-audit"
CANARY = "jinja2==2.4.1"
"""Known to be weak since 2014, under several names."""
_PIN = re.compile(r"[\w.-]+==[\w.!+-]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said of some versions.

    Attributes:
        weak: Identifiers of known weaknesses, by `name==version`.
        unknown: Names that it could not tell about.
        asked: How many versions it told about.
    """

    weak: dict[str, list[str]]
    unknown: list[str]
    asked: int


class BrokenError(Exception):
    """There is no answer; the message says why, as pip-audit's last line if it can."""


class UnreachableError(Exception):
    """No service with advisories can be asked; the message says why."""


def audit(constraints: str) -> Answer:
    """Ask about every version of a constraints file, whatever Python it is meant for.

    Raises:
        UnreachableError: If no advisory service answers.
        BrokenError: If one does and still there is no answer, or a line pins nothing.
    """
    parted = rounds(pinned(constraints))
    _reach()
    try:
        answers = [_ask(pins) for pins in parted]
    except BrokenError:
        _reach()  # It may have gone away meanwhile.
        raise
    return Answer(
        weak={pin: ids for one in answers for pin, ids in one.weak.items()},
        unknown=[name for one in answers for name in one.unknown],
        asked=sum(one.asked for one in answers),
    )


def pinned(constraints: str) -> list[str]:
    """The pins of a constraints file without their markers.

    Raises:
        BrokenError: If a line pins nothing.
    """
    lines = [line.partition("#")[0].strip() for line in constraints.splitlines()]
    pins = [line.partition(";")[0].strip() for line in lines if line]
    for pin in pins:
        if not _PIN.fullmatch(pin):
            msg = f"`{pin}` in constraints.txt pins no version"
            raise BrokenError(msg)
    return pins


def rounds(pins: Iterable[str]) -> list[list[str]]:
    """Part pins so that no name comes twice in a round: pip-audit takes one of each."""
    parted: list[dict[str, str]] = []
    for pin in pins:
        name = pin.partition("==")[0]
        free = next((each for each in parted if name not in each), None)
        if free is None:
            parted.append(free := {})
        free[name] = pin
    return [list(each.values()) for each in parted]


def answer_of(report: dict[str, Any]) -> Answer:
    """Read a report of pip-audit's, form `json`."""
    told = [one for one in report["dependencies"] if "skip_reason" not in one]
    return Answer(
        weak={
            f"{one['name']}=={one['version']}": [weak["id"] for weak in one["vulns"]]
            for one in told
            if one["vulns"]
        },
        unknown=[d["name"] for d in report["dependencies"] if "skip_reason" in d],
        asked=len(told),
    )


def _reach() -> None:
    try:
        found = _ask([CANARY])
    except BrokenError as error:
        raise UnreachableError(str(error)) from error
    if not found.weak:
        msg = f"it knows no weakness of {CANARY}, so it serves no advisories"
        raise UnreachableError(msg)


def _ask(pins: Sequence[str]) -> Answer:
    """Ask pip-audit about versions, each name once, with nothing from a cache."""
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder, "requirements.txt")
        requirements.write_text("\n".join(pins), encoding="utf-8")
        command = [
            *(
                str(PIP_AUDIT),
                "--disable-pip",
                "--no-deps",
                "--progress-spinner",
                "off",
            ),
            *(
                "--format",
                "json",
                "--output",
                "stdout",
                "--cache-dir",
                folder,
                "-r",
                str(requirements),
            ),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program, our own arguments.
    try:
        return answer_of(json.loads(done.stdout))
    except ValueError:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise BrokenError(lines[-1]) from None


def _refusals(answer: Answer) -> list[str]:
    weak = [f"{pin} is weak: {', '.join(ids)}" for pin, ids in answer.weak.items()]
    return [*weak, *(f"{name} is not known to the service" for name in answer.unknown)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit `constraints.txt`; return the exit code."""
    parser = argparse.ArgumentParser(prog="audit", description=main.__doc__)
    parser.add_argument("--if-reachable", action="store_true")
    options = parser.parse_args(arguments)
    try:
        answer = audit((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    except UnreachableError as error:
        print(
            "\nNOT CHECKED: whether pinned versions have known weaknesses. Why: the "
            f"advisory service cannot be asked; {error}. Next: make audit where the "
            "network reaches one.\n",
            file=sys.stderr,
        )
        return 0 if options.if_reachable else 1
    except BrokenError as error:
        print(f"The audit gave no answer: {error}", file=sys.stderr)
        return 1
    refusals = _refusals(answer)
    for line in refusals:
        print(line, file=sys.stderr)
    print(f"{answer.asked} pinned versions asked about, {len(refusals)} refused.")
    return 1 if refusals else 0


if __name__ == "__main__":
    sys.exit(main())
