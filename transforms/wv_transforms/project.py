"""The project: models, sources, settings and checks, as their files declare them.

```
models/<layer>/<model>.sql + .yml   one SELECT and its contract, named like the table
models/sources/<source>.yml         the raw tables we read and the columns we rely on
models/settings.yml                 thresholds, with unit and default
checks/<model>__<rule>.sql          a SELECT of the wrong rows
```
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from wv_transforms.check import Check, load_checks
from wv_transforms.columns import Column, columns_of, reject_unknown_keys
from wv_transforms.errors import ProjectError
from wv_transforms.settings import Setting, settings_of
from wv_transforms.window import Incremental

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE = Path(__file__).resolve().parent
MODEL_KEYS = {
    "description",
    "grain",
    "keys",
    "materialized",
    "owner",
    "columns",
    "tests",
}
OPTIONAL_KEYS = {"version", "incremental"}
TEST_KEYS = {"name", "why", "given", "expect", "settings", "where"}
RAW = "raw"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""As safe as the other, and several times as fast; not every build of PyYAML has it."""


@dataclass(frozen=True, slots=True)
class UnitTest:
    """A model's given rows and the rows expected from them.

    Attributes:
        name: What it proves.
        why: Why that matters; empty where it is plain.
        given: By relation, a list of rows or a SELECT (`{"sql": …}`).
        expect: The rows, with the columns that matter.
        settings: Settings that differ from their defaults.
        where: SQL condition on the rows that are looked at; all when empty.
    """

    name: str
    why: str
    given: Mapping[str, Any]
    expect: tuple[Mapping[str, Any], ...]
    settings: Mapping[str, Any]
    where: str


@dataclass(frozen=True, slots=True, repr=False)
class Model:
    """One SELECT and its contract.

    Attributes:
        name: Table name, also the file's.
        layer: The folder: staging, weather, quality, ...
        sql: The file's text.
        path: The file.
        description: What one row is, for readers of the table.
        grain: What one row stands for.
        keys: Columns that name a row; unique and never null.
        materialized: `table` (kept in the lake) or `view` (computed where it is read).
        owner: Who answers for it.
        version: Version of its contract (semver): a new minor for a new column, a new
            major for what breaks a reader.
        incremental: How it is computed by days; None when it is computed as a whole.
        columns: The columns, in order.
        tests: Given and expected rows.
    """

    name: str
    layer: str
    sql: str
    path: Path
    description: str
    grain: str
    keys: tuple[str, ...]
    materialized: str
    owner: str
    columns: tuple[Column, ...]
    tests: tuple[UnitTest, ...]
    version: str = "1.0.0"
    incremental: Incremental | None = None

    @property
    def is_table(self) -> bool:
        """Whether the lake keeps it."""
        return self.materialized == "table"


@dataclass(frozen=True, slots=True)
class Source:
    """A raw table: `raw.<source>__<stream>` with the columns we rely on.

    Attributes:
        name: `<source>__<stream>`.
        description: What one row is.
        columns: The columns that models may read.
        absent: Those among them that the stream never has; null there.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    absent: frozenset[str]

    @property
    def relation(self) -> str:
        """The name a model reads it by."""
        return f"{RAW}.{self.name}"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Project:
    """All models, sources, settings and checks by name."""

    models: Mapping[str, Model]
    sources: Mapping[str, Source]
    settings: tuple[Setting, ...]
    checks: tuple[Check, ...]

    @classmethod
    def load(cls, models: Path | None = None, checks: Path | None = None) -> Project:
        """Read a project from its folders.

        Args:
            models: Folder of models; the project's own when None.
            checks: Folder of checks; the project's own when None.

        Raises:
            ProjectError: If a file is missing, cannot be read, or lacks a part.
        """
        root = models or shipped("models")
        sources = {
            source.relation: source
            for path in sorted((root / "sources").glob("*.yml"))
            for source in _sources(path)
        }
        found = [_model(path) for path in sorted(root.glob("*/*.sql"))]
        names = [model.name for model in found]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            what = f"Two models are called {', '.join(twice)}."
            raise ProjectError(
                what=what, where=str(root), next_step="rename one of them"
            )
        by_name = {model.name: model for model in found}
        settings = settings_of(read_yaml(root / "settings.yml"), root / "settings.yml")
        rules = load_checks(checks or shipped("checks"), tuple(by_name))
        return cls(by_name, sources, settings, rules)

    def relation_columns(self) -> dict[str, tuple[Column, ...]]:
        """The columns of every relation a model may read, by name."""
        known = {name: source.columns for name, source in self.sources.items()}
        known |= {name: model.columns for name, model in self.models.items()}
        return known | {"settings": tuple(setting.column for setting in self.settings)}


def shipped(folder: str) -> Path:
    """A folder of the project: inside the package (wheel) or beside it (checkout)."""
    inside = PACKAGE / folder
    return inside if inside.is_dir() else PACKAGE.parent / folder


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file that holds a mapping.

    Raises:
        ProjectError: If it is missing or holds something else.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.load(text, Loader=_Loader)  # noqa: S506  # Both are safe.
    except OSError as error:
        what = f"A file of the project cannot be read: {error.strerror}."
        raise ProjectError(
            what=what, where=str(path), next_step="add the file"
        ) from error
    except yaml.YAMLError as error:
        what = f"A file of the project is no YAML: {' '.join(str(error).split())}."
        raise ProjectError(
            what=what, where=str(path), next_step="correct it"
        ) from error
    if not isinstance(content, dict):
        what = "A file of the project holds no mapping."
        raise ProjectError(
            what=what, where=str(path), next_step="write `name: value` lines"
        )
    return content


def _model(path: Path) -> Model:
    contract = path.with_suffix(".yml")
    spec = read_yaml(contract)
    reject_unknown_keys(spec, MODEL_KEYS | OPTIONAL_KEYS, contract)
    missing = sorted(MODEL_KEYS - set(spec))
    if missing:
        what = f"The contract of {path.stem} lacks {', '.join(missing)}."
        raise ProjectError(what=what, where=str(contract), next_step="add them")
    if spec["materialized"] not in {"table", "view"}:
        what = f"{spec['materialized']!r} is no materialisation."
        raise ProjectError(
            what=what, where=str(contract), next_step="use table or view"
        )
    columns = columns_of(spec["columns"], contract)
    strangers = sorted(set(spec["keys"]) - {column.name for column in columns})
    if strangers or not spec["keys"]:
        what = f"The keys of {path.stem} are missing or no columns of it: {strangers}."
        raise ProjectError(
            what=what, where=str(contract), next_step="correct keys or columns"
        )
    return Model(
        name=path.stem,
        layer=path.parent.name,
        sql=path.read_text(encoding="utf-8"),
        path=path,
        description=spec["description"],
        grain=spec["grain"],
        keys=tuple(spec["keys"]),
        materialized=spec["materialized"],
        owner=spec["owner"],
        columns=columns,
        tests=tuple(_tests(spec["tests"], contract)),
        version=str(spec.get("version", "1.0.0")),
        incremental=_incremental(spec, columns, contract),
    )


def _incremental(
    spec: Mapping[str, Any], columns: tuple[Column, ...], path: Path
) -> Incremental | None:
    if "incremental" not in spec:
        return None
    if spec["materialized"] != "table":
        raise ProjectError(
            what="A view cannot be incremental: nothing of it is kept.",
            where=str(path),
            next_step="make it a table, or leave incremental out",
        )
    return Incremental.of(spec["incremental"], columns, path)


def _tests(entries: list[dict[str, Any]], path: Path) -> Iterator[UnitTest]:
    for entry in entries:
        reject_unknown_keys(entry, TEST_KEYS, path)
        yield UnitTest(
            name=entry["name"],
            why=entry.get("why", ""),
            given=entry["given"],
            expect=tuple(entry["expect"]),
            settings=entry.get("settings", {}),
            where=entry.get("where", ""),
        )


def _sources(path: Path) -> Iterator[Source]:
    spec = read_yaml(path)
    for stream, entry in spec["streams"].items():
        columns = columns_of(entry["columns"] | spec["columns_of_all"], path)
        absent = frozenset(entry.get("absent", ()))
        yield Source(
            f"{spec['source']}__{stream}", entry["description"], columns, absent
        )
