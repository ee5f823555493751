"""Before a STATE leaves, all it speaks of would survive a power cut.

A file survives once it is synced after its last change; its name survives once the
folder is synced that holds it. What the kernel was asked for, in its order, tells
whether both are so at each STATE.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from target_parquet_lake.lake import Lake

MADE = {"rename", "renameat", "renameat2", "link", "linkat"}
GONE = {"unlink", "unlinkat", "rmdir"}
NO_MATTER = ("/locks", "/spool", "/runs", ".lock", ".err")


class Disk:
    """What a power cut would lose."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.names: dict[str, set[str]] = {}

    def step(self, name: str, path: str, *second: str) -> None:
        if name in {"write", "pwrite", "ftruncate"}:
            self.files.add(path)
        elif name in {"create", "mkdir", "mkdirat"}:
            self._named(path)
        elif name in {"fsync", "fdatasync"}:
            self.files.discard(path)
            self.names.pop(path, None)
        elif name in MADE:
            self.files |= {second[0]} if path in self.files else set()
            self._named(second[0])
        if name in GONE or name.startswith("rename"):
            self.files.discard(path)
            self.names.get(str(Path(path).parent), set()).discard(path)

    def _named(self, path: str) -> None:
        self.names.setdefault(str(Path(path).parent), set()).add(path)

    def lost(self) -> list[str]:
        names = {path for folder in self.names.values() for path in folder}
        found = {path for path in self.files | names if Path(path).exists()}
        return sorted(x for x in found if not any(part in x for part in NO_MATTER))


@pytest.mark.parametrize("engine", ["bulk", "records"])
@pytest.mark.parametrize("method", ["upsert", "append-only", "overwrite"])
def test_a_power_cut_after_a_state_loses_nothing_it_covers(  # noqa: PLR0917 - fixtures.
    method, engine, start, data, config, tmp_path
) -> None:
    lake = Lake(tmp_path / "lake")
    options = {**config, "load_method": method, "engine": engine}
    fault = {"at": 0, "mode": "once", "places": [str(tmp_path)]}
    child = start(data(0), fault=fault, lake_root=str(lake.root), **options)
    assert child.wait().code == 6
    disk, states = Disk(), 0
    for step in child.steps():
        name, path, *second = step.split(" ")
        if path == str(child.out):
            states += 1
            assert disk.lost() == []
        else:
            disk.step(name, path, *second)
    assert states == (1 if method == "overwrite" else 2)
