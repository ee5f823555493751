"""Both advertising platforms by Meltano, twice: the lake is the same, and is whole."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import duckdb
import yaml

from target_parquet_lake.lake import Lake
from tests.conftest import BIN, table
from tools.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TABLES = {"default__googleads__campaign_daily", "default__metaads__campaigns"}


def project() -> dict[str, Any]:
    """The project as it is, but with the plugins of this environment."""
    text = (ROOT / "meltano.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    for kind in ("extractors", "loaders", "utilities"):
        for plugin in found["plugins"][kind]:
            del plugin["pip_url"]
            plugin["executable"] = str(BIN / plugin["executable"])
    return found


def rows(lake: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of the lake as it is read, without what tells runs apart."""
    with duckdb.connect() as con:
        names = Lake(lake).pin(tenant="default").register(con)
        return {n: table(con, n) for n in names if "connector_runs" not in n}


def test_ads_by_meltano_twice_leave_the_same_lake(tmp_path: Path):
    (tmp_path / "meltano.yml").write_text(yaml.safe_dump(project()), encoding="utf-8")
    found = []

    for _ in range(2):
        done = subprocess.run(
            [BIN / "meltano", "--environment=demo", "run", "ads"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        found.append(rows(tmp_path / "storage/lake"))

    assert found[0] == found[1]
    assert {name for name, of in found[0].items() if of} >= {
        name.removeprefix("default__") for name in TABLES
    }
    states = list((tmp_path / ".state/meltano").rglob("state.json"))
    assert [path for path in states if json.loads(path.read_text())["completed"]]
