"""The examples for schedulers do their work: Airflow's, Dagster's, cron's.

Neither scheduler is installed: stand-ins take what the examples use of them and run
what they define. The examples were run by the real ones when they were written.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Self

import pytest
import yaml

from target_parquet_lake.lake import Lake
from tests.conftest import BIN
from tests.reader import LAKE, blocks, calls, example, note_calls, run
from tests.test_docs_run import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = "docs/schedules.md"
ORDER = "scheduled__2026-11-15T09:35:00+00:00"
"""As Airflow names its runs."""
PLACE = "/srv/shop"
READ = ["meltano", "--environment=prod", "run", "shop"]
BUILD = ["wv", "build"]


class DAG:
    """What the example uses of `airflow.sdk.DAG`."""

    def __init__(
        self, dag_id: str, *, schedule: str, catchup: bool, max_active_runs: int
    ) -> None:
        assert (catchup, max_active_runs) == (False, 1)
        assert len(schedule.split()) == 5
        self.dag_id = dag_id

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


@dataclass
class BashOperator:
    """What the example uses of Airflow's operator of that name."""

    task_id: str
    bash_command: str
    cwd: str
    append_env: bool
    env: dict[str, str] = field(default_factory=dict)
    retries: int = 0
    after: list[BashOperator] = field(default_factory=list)

    def __rshift__(self, other: BashOperator) -> BashOperator:
        other.after.append(self)
        return other

    def execute(self, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run as Airflow does: templates filled in, bash, in a folder."""
        assert self.append_env
        assert self.cwd == PLACE
        env = {k: v.replace("{{ run_id }}", ORDER) for k, v in self.env.items()}
        return run(folder, self.bash_command, **env)


def module(name: str, **content: object) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(content)
    return made


@pytest.fixture
def dag(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the file of the DAG defines."""
    names = ("airflow", "airflow.providers", "airflow.providers.standard")
    for name in (*names, "airflow.providers.standard.operators"):
        monkeypatch.setitem(sys.modules, name, module(name))
    bash = "airflow.providers.standard.operators.bash"
    operator = module(bash, BashOperator=BashOperator)
    monkeypatch.setitem(sys.modules, bash, operator)
    monkeypatch.setitem(sys.modules, "airflow.sdk", module("airflow.sdk", DAG=DAG))
    return defined("airflow")


def defined(part: str) -> dict[str, Any]:
    """Run an example in Python; what it has defined."""
    names: dict[str, Any] = {"__name__": "example"}
    code = compile(example(PAGE, part, "python"), PAGE, "exec")
    exec(code, names)  # noqa: S102  # The page's own example.
    return names


PROJECT = {
    "default_environment": "dev",
    "environments": [{"name": "dev"}, {"name": "prod"}],
    "send_anonymous_usage_stats": False,
    "plugins": {
        "extractors": [
            {
                "name": "tap-openmeteo",
                "namespace": "tap_openmeteo",
                "executable": str(BIN / "tap-openmeteo"),
                "capabilities": ["catalog", "discover", "state"],
                "settings": [{"name": "correlation_id"}],
                "config": SETTINGS,
                "select": ["cells.*", "connector_runs.*"],
            }
        ],
        "loaders": [
            {
                "name": "target-parquet-lake",
                "namespace": "target_parquet_lake",
                "executable": str(BIN / "target-parquet-lake"),
                "settings": [{"name": "correlation_id"}],
                "config": {"lake_root": LAKE, "source": "openmeteo"},
            }
        ],
    },
    "jobs": [{"name": "shop", "tasks": ["tap-openmeteo target-parquet-lake"]}],
}
"""A project with the example's job and environment; the free weather is its shop."""


def test_airflow_s_first_task_reads_under_the_run_s_id(
    tmp_path: Path, dag: dict[str, Any]
):
    (tmp_path / "meltano.yml").write_text(yaml.safe_dump(PROJECT), encoding="utf-8")
    task = dag["read"]
    own = {"TAP_SHOPIFY_WV_CORRELATION_ID": "TAP_OPENMETEO_CORRELATION_ID"}
    task.env = {own.get(name, name): value for name, value in task.env.items()}

    done = task.execute(tmp_path)

    assert done.returncode == 0, done.stderr[-3000:]
    [summary] = (tmp_path / LAKE / "_control/runs").glob("*.json")
    told = json.loads(summary.read_text(encoding="utf-8"))["correlation_id"]
    runs = Lake(tmp_path / LAKE).tables()[-1]
    [row] = Lake(tmp_path / LAKE).open(runs).to_pyarrow_table().to_pylist()
    assert (told, row["correlation_id"]) == (ORDER, ORDER)


def test_airflow_s_second_task_builds_after_it(tmp_path: Path, dag: dict[str, Any]):
    notes = note_calls(tmp_path, "wv")

    done = dag["build"].execute(tmp_path)

    assert done.returncode == 0, done.stderr[-3000:]
    assert [call["command"] for call in calls(notes)] == [BUILD]
    assert dag["build"].after == [dag["read"]]


@pytest.fixture
def code_location(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the file for Dagster defines."""

    def asset(function: Callable[..., None] | None = None, **options: object) -> Any:
        def made(function: Callable[..., None]) -> SimpleNamespace:
            return SimpleNamespace(run=function, **{"deps": [], **options})

        return made(function) if function else made

    dagster = module(
        "dagster",
        AssetExecutionContext=SimpleNamespace,
        Definitions=SimpleNamespace,
        ScheduleDefinition=SimpleNamespace,
        asset=asset,
    )
    monkeypatch.setitem(sys.modules, "dagster", dagster)
    return defined("dagster")


def test_dagster_s_assets_run_the_same_two_commands(
    tmp_path: Path, code_location: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    notes = note_calls(tmp_path, "meltano", "wv")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{BIN}")
    given = subprocess.run

    def placed(command: list[str], *, cwd: str, **options: Any) -> Any:
        assert cwd == PLACE
        return given(command, cwd=tmp_path, **options)

    monkeypatch.setattr(subprocess, "run", placed)
    for asset in code_location["defs"].assets:
        asset.run(SimpleNamespace(run_id=ORDER))

    called = calls(notes)
    names = code_location["NAMES"]
    assert [call["command"] for call in called] == [READ, BUILD]
    assert {call["env"][name] for call in called for name in names} == {ORDER}


def test_dagster_s_tables_come_after_the_shop_each_hour(code_location: dict[str, Any]):
    shop, tables = code_location["defs"].assets
    [schedule] = code_location["defs"].schedules

    assert tables.deps == [shop]
    assert len(schedule.cron_schedule.split()) == 5


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The folder of cron's script, with its settings."""
    script = example(PAGE, "known=")
    (tmp_path / "read.sh").write_text(script, encoding="utf-8")
    target = {"lake_root": LAKE, "source": "tap-openmeteo"}
    (tmp_path / "target.json").write_text(json.dumps(target), encoding="utf-8")
    return tmp_path


def read_by_cron(shop: Path, **settings: object) -> tuple[int, str]:
    """Run the script; its exit code, and the state that it left."""
    config = json.dumps(SETTINGS | settings)
    (shop / "weather.json").write_text(config, encoding="utf-8")
    code = run(shop, f"bash {shop / 'read.sh'}").returncode
    state = shop / "state.json"
    return code, state.read_text(encoding="utf-8") if state.exists() else ""


def test_the_script_of_cron_keeps_what_it_has_reached(shop: Path):
    code, state = read_by_cron(shop)
    wrong, after = read_by_cron(shop, plan="none")

    assert (code, wrong) == (0, 2)
    assert json.loads(state.splitlines()[-1])["bookmarks"]["weather_hourly_observed"]
    assert after == state


def test_each_line_of_cron_has_five_fields_and_a_lock():
    lines = [block for block in blocks(PAGE, "") if "*" in block]

    assert len(lines) == 2
    assert all(len(line.split()[:5]) == 5 and "flock -n" in line for line in lines)
