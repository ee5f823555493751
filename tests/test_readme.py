"""What the README names exists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tap_kit.errors import ExitCode
from target_parquet_lake.errors import ExitCode as LakeExitCode
from tools.house import ROOT, tap_rooms

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted(
    p for p in ROOT.rglob("*.md") if not set(p.parts) & {".venv", ".meltano", ".peers"}
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path):
    links = re.findall(
        r"\]\((?!https?://|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")
    )

    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_make_target_named_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z]+):", makefile))
    named = {
        target
        for page in PAGES
        for target in re.findall(
            r"`?\bmake ([a-z]+)\b`", page.read_text(encoding="utf-8")
        )
    } | set(re.findall(r"(?m)^make ([a-z]+)", README))

    assert named
    assert not named - targets


def test_every_tap_has_its_row():
    assert not [
        room.name for room in tap_rooms() if f"[{room.name}](taps/" not in README
    ]


def test_the_exit_codes_are_those_of_the_code():
    table = README.split("## Exit codes")[1].split("##")[0]
    rows = re.findall(r"(?m)^\| ([\d, ]+) \|", table)
    documented = {int(code) for row in rows for code in row.split(",")}

    assert documented == {int(code) for code in (*ExitCode, *LakeExitCode)}
