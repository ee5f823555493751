"""A small lake as the target leaves it, and the project that reads it."""

from __future__ import annotations

import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pytest

from target_parquet_lake.lake import Lake
from tests.beside import load_beside
from wv_transforms.engine import connect, create_view, select_declared, select_nothing
from wv_transforms.graph import graph_of
from wv_transforms.project import Project, shipped
from wv_transforms.runner import BuildResult, build
from wv_transforms.settings import RELATION, override, select_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa
    from numpy.typing import NDArray

NOW = datetime(2024, 4, 1, 6, tzinfo=UTC)


_central_park, _raw, *_ = load_beside(
    __file__, "transforms", "central_park", "raw", "days", "openlineage_oracle"
)
RAW, write_raw = _raw.RAW, _raw.write_raw


@pytest.fixture(scope="session")
def project() -> Project:
    return Project.load()


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    home = Lake(tmp_path / "lake")
    for stream, sql in RAW.items():
        write_raw(home, stream, sql)
    return home


@pytest.fixture
def put(lake: Lake) -> Callable[..., int]:
    """Replace a raw table by a SELECT; `{usual}` stands for the usual rows."""

    def run(stream: str, sql: str, tenant: str = "default") -> int:
        usual = f"({RAW[stream]})" if stream in RAW else ""
        return write_raw(lake, stream, sql.replace("{usual}", usual), tenant)

    return run


@pytest.fixture
def read(lake: Lake) -> Callable[..., list[dict[str, Any]]]:
    """Read a table of the lake at its newest version."""

    def run(
        layer: str, model: str, where: str = "true", tenant: str = "default"
    ) -> list[Any]:
        with duckdb.connect() as con:
            con.execute("SET TimeZone = 'UTC'")
            lake.pin(layer=layer, tenant=tenant).register(con, "lake")
            return (
                con.sql(f"from lake.{model} where {where}").to_arrow_table().to_pylist()
            )

    return run


@pytest.fixture
def project_with(tmp_path: Path) -> Callable[..., Project]:
    """The shipped project with some files changed, removed (None) or added.

    Models that are named after the files are kept alone, which lints faster.
    """

    def make(files: dict[str, str | None], *keep: str) -> Project:
        root = tmp_path / "project"
        for folder in ("models", "checks"):
            shutil.copytree(shipped(folder), root / folder, dirs_exist_ok=True)
        for path in [*root.glob("models/*/*.sql"), *root.glob("checks/*.sql")]:
            if keep and path.stem not in keep:
                path.unlink()
        for name, text in files.items():
            path = root / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        return Project.load(root / "models", root / "checks")

    return make


@pytest.fixture
def text_of() -> Callable[[str], str]:
    """The text of a shipped file, e.g. `models/weather/weather_daily.sql`."""

    def text(name: str) -> str:
        folder, _, rest = name.partition("/")
        return (shipped(folder) / rest).read_text(encoding="utf-8")

    return text


@pytest.fixture
def run_build(lake: Lake, project: Project) -> Callable[..., BuildResult]:
    def run(**options: Any) -> BuildResult:
        return build(
            lake.root,
            project=options.pop("project", project),
            now=lambda: NOW,
            **options,
        )

    return run


@pytest.fixture(scope="session")
def compute(project: Project) -> Callable[..., pa.Table]:
    """Compute a model and all it rests on from raw Arrow tables, without a lake."""
    graph = graph_of(project)

    def run(
        name: str, raw: dict[str, pa.Table], settings: dict[str, Any] | None = None
    ) -> pa.Table:
        with connect() as con:
            create_view(
                con,
                RELATION,
                select_settings(override(project.settings, settings or {})),
            )
            for source in project.sources.values():
                rows = raw.get(source.name.removeprefix("openmeteo__"))
                if rows is None:
                    create_view(con, source.relation, select_nothing(source.columns))
                    continue
                con.register(f"given_{source.name}", rows)
                given = select_declared(
                    source.columns, rows.column_names, f"given_{source.name}"
                )
                create_view(con, source.relation, given)
            for model in graph.upstream([name]):
                con.execute(f"create table {model} as {project.models[model].sql}")
            return con.table(name).to_arrow_table()

    return run


@pytest.fixture(scope="session")
def station(compute: Callable[..., pa.Table]) -> Any:
    """Central Park, as a `Station`."""
    return _central_park.Station(compute)


@pytest.fixture(scope="session")
def climatology(station: Any) -> dict[str, NDArray[Any]]:
    columns: dict[str, NDArray[Any]] = station.climatology()
    return columns


@pytest.fixture(scope="session")
def noaa() -> dict[str, NDArray[np.float64]]:
    """The normals that NOAA published for Central Park."""
    fixtures = Path(__file__).with_name("fixtures")
    with (fixtures / "noaa_normals_central_park.csv").open() as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
