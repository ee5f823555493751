"""What the README names exists."""

from __future__ import annotations

import re

from tap_kit.errors import ExitCode
from target_parquet_lake.errors import ExitCode as LakeExitCode
from tools.house import ROOT, tap_rooms

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_tap_has_its_row():
    assert not [
        room.name for room in tap_rooms() if f"[{room.name}](taps/" not in README
    ]


def test_the_exit_codes_are_those_of_the_code():
    table = README.split("## Exit codes")[1].split("##")[0]
    rows = re.findall(r"(?m)^\| ([\d, ]+) \|", table)
    documented = {int(code) for row in rows for code in row.split(",")}

    assert documented == {int(code) for code in (*ExitCode, *LakeExitCode)}
