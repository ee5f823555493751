"""Two lakes, one story: built, compared row by row, and asked what they should show."""

from __future__ import annotations

import hashlib
import json
import random
import tempfile
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from target_parquet_lake.errors import ExitCode, LakeError
from target_parquet_lake.lake import Lake
from wv_transforms.errors import GateError
from wv_transforms.promoted_rows import promoted_rows
from wv_transforms.promotion import last_promoted
from wv_transforms.runner import build
from wv_transforms.smoke import scenario
from wv_transforms.smoke.conditions import CONDITIONS
from wv_transforms.sql import text
from wv_transforms.summary import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wv_transforms.project import Project
    from wv_transforms.smoke.scenario import Row, Rows

TENANT = "smoke"
_WHERE = "the replay of 7 and 8 March 2026"
MODELS = (
    "weather_daily",
    "wx_asof",
    "wx_explain",
    "weather_join_validation",
    "weather_join_gaps",
    "geocoding_coverage",
    "geocoding_quarantine",
    "shipping_cells",
)


class SmokeError(LakeError):
    """The replay showed something else than it should."""

    exit_code = ExitCode.DATA


@dataclass(frozen=True, slots=True)
class SmokeReport:
    """What the replay found.

    Attributes:
        hashes: Of each table, the hash of every row, sorted; equal in both lakes.
        conditions: The conditions that showed, as sentences.
    """

    hashes: Mapping[str, tuple[str, ...]]
    conditions: tuple[str, ...]

    def __str__(self) -> str:
        rows = sum(map(len, self.hashes.values()))
        return (
            f"{rows} rows of {len(self.hashes)} tables equal in both replays, "
            f"{len(self.conditions)} conditions hold, no row from the future."
        )


def run_smoke(
    folder: Path | None = None, *, project: Project | None = None
) -> SmokeReport:
    """Replay 48 hours twice and compare.

    Args:
        folder: Where the two lakes are made; a temporary folder when None.
        project: Models and checks; the shipped ones when None.

    Raises:
        SmokeError: If a row differs, a condition does not show, or a wrong clock
            passes (exit code 5).
        LakeError: If a build fails; see `wv_transforms.runner.build`.
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="wv-smoke-") as made:
            return run_smoke(Path(made), project=project)
    calm, rough = Lake(folder / "calm"), Lake(folder / "rough")
    _replay_calmly(calm, project)
    _replay_roughly(rough, project)
    hashes = _compared(_hashes(calm), _hashes(rough))
    conditions = _shown(rough)
    _refuse_wrong_clock(rough, project)
    return SmokeReport(hashes, conditions)


def _replay_calmly(lake: Lake, project: Project | None) -> None:
    """Everything at once, in order, and nothing from the future."""
    rows = scenario.history()
    rows["shopify_wv__orders"] += scenario.late_orders()
    _load(lake, rows)
    _build(lake, project)


def _replay_roughly(lake: Lake, project: Project | None) -> None:
    """In two loads, shuffled; the second brings late orders and the future."""
    rows = scenario.history()
    _load(lake, rows)
    _build(lake, project)
    rows["shopify_wv__orders"] += scenario.late_orders()
    for name, later in scenario.future().items():
        rows.setdefault(name, []).extend(later)
    dice = random.Random(48)  # noqa: S311 - a repeatable order, no secret.
    for listed in rows.values():
        dice.shuffle(listed)
    _load(lake, rows)
    _build(lake, project)


def _load(lake: Lake, rows: Rows) -> None:
    for name, listed in rows.items():
        table = pa.Table.from_pylist([_loaded(row) for row in listed])
        told = [field.name for field in table.schema if field.type != pa.null()]
        lake.write("raw", TENANT, name, table.select(told))


def _loaded(row: Row) -> Row:
    return row | {"_wv_source": "stub", "_sdc_sequence": 1}


def _build(lake: Lake, project: Project | None) -> None:
    build(
        lake.root,
        TENANT,
        models=MODELS,
        as_of=scenario.AS_OF,
        project=project,
        now=lambda: scenario.AS_OF.astimezone(UTC),
    )


def _hashes(lake: Lake) -> dict[str, tuple[str, ...]]:
    promoted = last_promoted(lake, TENANT)
    # Staging mirrors what the sources told, later rows included: models must not care.
    names = sorted(n.name for n in promoted.tables if n.layer != "staging")
    return {
        name: tuple(sorted(map(_hash, promoted_rows(lake, promoted, name))))
        for name in names
    }


def _hash(row: Mapping[str, Any]) -> str:
    line = json.dumps(plain(dict(row)), sort_keys=True)
    return hashlib.sha256(line.encode()).hexdigest()


def _compared(
    one: dict[str, tuple[str, ...]], other: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    differing = sorted(name for name in one if set(one[name]) ^ set(other[name]))
    if differing:
        raise SmokeError(
            what=f"Two replays of the same hours differ in {', '.join(differing)}.",
            where=_WHERE,
            next_step="look there: a model depends on the order of loads, or on what "
            "came after the instant of the replay",
        )
    return one


def _shown(lake: Lake) -> tuple[str, ...]:
    promoted = last_promoted(lake, TENANT)
    with duckdb.connect() as con:
        layers = sorted({name.layer for name in promoted.tables})
        for layer in layers:
            tables = {n: v for n, v in promoted.tables.items() if n.layer == layer}
            lake.pin(tables).register(con, layer)
        con.execute(f"SET search_path = {text(','.join(layers))}")
        con.execute("SET TimeZone = 'UTC'")
        missing = [
            sentence
            for sentence, question in CONDITIONS.items()
            if con.execute(question).fetchall() != [(True,)]
        ]
    if missing:
        raise SmokeError(
            what=f"The replay does not show: {'; '.join(missing)}.",
            where=_WHERE,
            next_step="look at that condition in smoke/conditions.py, and at the model",
        )
    return tuple(CONDITIONS)


def _refuse_wrong_clock(lake: Lake, project: Project | None) -> None:
    """A forecast from before its own run must keep a build from passing."""
    name = "openmeteo__weather_hourly_forecast"
    rows = [*scenario.history()[name], *scenario.wrong_clock()]
    _load(lake, {name: rows})
    try:
        _build(lake, project)
    except GateError:
        return
    raise SmokeError(
        what="A forecast that was fetched before its run began has passed the gate.",
        where=_WHERE,
        next_step="look at stg_openmeteo__weather_hourly__is_not_from_the_future",
    )
