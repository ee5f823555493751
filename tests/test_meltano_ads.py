"""Both advertising taps by Meltano, twice: the second run changes nothing."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import duckdb
import yaml

from target_parquet_lake.lake import Lake
from tests.conftest import BIN, table
from tools.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ADS = {"tap-googleads": {"lookback_days": 5}, "tap-metaads": {"lookback_days": 5}}


def project() -> dict[str, Any]:
    """The project with the plugins of this environment, and few days of ads."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "meltano.yml").read_text("utf-8"))
    for plugins in found["plugins"].values():
        for plugin in plugins:
            del plugin["pip_url"]
            plugin["executable"] = str(BIN / plugin["executable"])
    demo = next(env for env in found["environments"] if env["name"] == "demo")
    for plugin in demo["config"]["plugins"]["extractors"]:
        if plugin["name"] in ADS:
            plugin["config"] |= {"start_date": "2026-11-06", **ADS[plugin["name"]]}
    return found


def run(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Run the job, and give every table of the lake."""
    done = subprocess.run(
        [BIN / "meltano", "--environment=demo", "run", "ads"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    with duckdb.connect() as con:
        names = Lake(folder / "storage/lake").pin(tenant="default").register(con)
        return {name: table(con, name) for name in names if "_runs" not in name}


def test_meltano_runs_the_ads_twice_into_an_equal_lake(tmp_path: Path):
    content = yaml.safe_dump(project())
    (tmp_path / "meltano.yml").write_text(content, encoding="utf-8")

    first, second = run(tmp_path), run(tmp_path)

    assert second == first
    assert len(first["metaads__insights_account_daily"]) == 9
    assert len(first["googleads__account_daily"]) == 9
