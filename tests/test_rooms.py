"""Who may import whom: rooms meet in messages, tables and contracts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tools.house import ROOT, tap_rooms

if TYPE_CHECKING:
    from pathlib import Path

KIT = "tap_kit"
ROOMS: dict[Path, set[str]] = {
    ROOT / "taps/tap-kit/tap_kit": set(),
    ROOT / "targets/target-parquet-lake/target_parquet_lake": set(),
    ROOT / "transforms/wv_transforms": {"target_parquet_lake"},
    ROOT / "sandbox/wv_sandbox": set(),
    ROOT / "cockpit/wv": {"target_parquet_lake", "wv_transforms"},
    **{room.package: {KIT} for room in tap_rooms()},
}
OURS = {folder.name for folder in ROOMS} | {"tools", "tests", "benchmarks"}


def imported(file: Path) -> set[str]:
    """The top-level packages that a file imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return {name.split(".")[0] for name in found}


@pytest.mark.parametrize(
    ("folder", "allowed"), ROOMS.items(), ids=[folder.name for folder in ROOMS]
)
def test_a_room_imports_only_the_rooms_below_it(folder: Path, allowed: set[str]):
    files = sorted(folder.rglob("*.py"))
    foreign = {
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files
        for name in (imported(file) & OURS) - allowed - {folder.name}
    }

    assert files
    assert not foreign


@pytest.mark.parametrize("room", tap_rooms(), ids=lambda room: room.name)
def test_a_tap_has_no_vendor_sdk(room):
    """Their retries, logs and globals would stand beside ours."""
    vendors = {
        "facebook_business",
        "google",
        "klaviyo_api",
        "shopify",
        "openmeteo_requests",
    }
    files = room.package.rglob("*.py")

    assert not vendors & {name for file in files for name in imported(file)}
