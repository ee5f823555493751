"""The Meltano project says what the plugins say, and runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tools.house import ROOT, tap_rooms
from tools.write_meltano import text

BIN = Path(sys.executable).parent
PROJECT: dict[str, Any] = yaml.safe_load(
    (ROOT / "meltano.yml").read_text(encoding="utf-8")
)


def plugins(kind: str) -> dict[str, dict[str, Any]]:
    return {plugin["name"]: plugin for plugin in PROJECT["plugins"][kind]}


def test_every_tap_is_a_plugin_of_the_project():
    assert set(plugins("extractors")) >= {room.name for room in tap_rooms()}


def test_the_project_lists_every_setting_and_hides_every_secret():
    """`meltano config list` prints what is not marked."""
    written = (ROOT / "meltano.yml").read_text(encoding="utf-8")

    assert written == text(written), "run `make schemas`"


def test_every_plugin_is_installed_from_this_checkout():
    """No index can answer for our names."""
    paths = [
        part
        for kind in ("extractors", "loaders", "utilities")
        for plugin in plugins(kind).values()
        for part in plugin["pip_url"].split()
        if part not in {"-c", "-e", "constraints.txt"}
    ]

    assert paths
    assert all(part.startswith("./") for part in paths)


def test_telemetry_is_off():
    assert PROJECT["send_anonymous_usage_stats"] is False


def test_production_refuses_stub_data():
    prod = next(env for env in PROJECT["environments"] if env["name"] == "prod")
    refused = {
        plugin["name"]
        for plugin in prod["config"]["plugins"]["extractors"]
        if plugin["config"]["allow_stub"] is False
    }

    assert refused == {room.name for room in tap_rooms()}


def test_meltano_runs_the_tap_into_the_lake(tmp_path: Path):
    """The project as it is, but with the plugins of this environment."""
    project = json.loads(json.dumps(PROJECT))
    for kind in ("extractors", "loaders", "utilities"):
        for plugin in project["plugins"][kind]:
            del plugin["pip_url"]
            plugin["executable"] = str(BIN / plugin["executable"])
    (tmp_path / "meltano.yml").write_text(yaml.safe_dump(project), encoding="utf-8")

    command = ["--environment=demo", "run", "tap-openmeteo", "target-parquet-lake"]
    done = subprocess.run(
        [BIN / "meltano", *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    tables = {path.name for path in (tmp_path / "storage/lake/raw").iterdir()}
    assert "default__openmeteo__weather_daily_history" in tables
    states = list((tmp_path / ".state/meltano").rglob("state.json"))
    assert [json.loads(path.read_text())["completed"] for path in states]
