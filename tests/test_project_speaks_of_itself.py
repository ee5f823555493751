"""What is committed names no registry host and no path of a developer's machine."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tools.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HOSTS = re.compile(r"https?://[a-z0-9.-]*(?:pythonhosted|pypi|npmjs|debian)[a-z0-9.-]*")
# Spelt apart so that this file does not find itself.
PATHS = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/[\w.-]+/")


def committed() -> list[Path]:
    """Every text file that git tracks."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607  # git is what a checkout has.
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [
        path
        for path in paths
        if path.is_file() and b"\0" not in path.read_bytes()[:8192]
    ]


@pytest.mark.parametrize(
    "pattern", [HOSTS, PATHS], ids=["registry host", "machine path"]
)
def test_no_file_names_what_is_not_ours(pattern: re.Pattern[str]):
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in committed()
        for match in pattern.finditer(
            path.read_text(encoding="utf-8", errors="replace")
        )
    ]

    assert not found


def test_no_environment_file_is_committed():
    assert not [path for path in committed() if path.name == ".env"]
