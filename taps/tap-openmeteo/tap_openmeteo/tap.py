"""Singer tap for Open-Meteo.

https://open-meteo.com/en/docs
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from typing_extensions import override

from tap_kit.checkup import Finding, attempt
from tap_kit.errors import SettingsError
from tap_kit.planning import Quota, Reading
from tap_kit.tap import KitTap
from tap_openmeteo.batches import Limits
from tap_openmeteo.budget import Budget
from tap_openmeteo.cells import DEMO_CELLS, parse_cells, read_cells_file
from tap_openmeteo.client import OpenMeteoStream
from tap_openmeteo.lake import read_lake_cells
from tap_openmeteo.plans import ALLOWED_HOSTS, plan_of, require
from tap_openmeteo.settings import SETTINGS
from tap_openmeteo.streams import STREAM_TYPES
from tap_openmeteo.through import check_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_openmeteo.model_run import ModelRun
    from tap_openmeteo.places import Cell, Place
    from tap_openmeteo.plans import Plan

CELL_SOURCES = ("cells", "cells_file", "cells_lake")


class TapOpenMeteo(KitTap):
    """Observed, forecast and historical weather of the cells one sells to."""

    name = "tap-openmeteo"
    package_name = "tap-openmeteo"
    source = "openmeteo"
    stream_types = STREAM_TYPES
    allowed_hosts = ALLOWED_HOSTS
    config_jsonschema = SETTINGS
    cost_unit = "weighted calls"
    foresees_requests = True

    @override
    def has_credentials(self) -> bool:
        """A key, or the word that the free API is meant: it must not be guessed."""
        return bool(self.config.get("api_key") or self.config.get("plan"))

    @override
    def sandbox_config(self) -> Mapping[str, Any]:
        return {"api_key": "sandbox", "plan": "professional"}

    @override
    def plan(self) -> Mapping[str, Any]:
        """Return where, and by which subscription."""
        return {
            "plan": self.subscription.name,
            "cells": len(self.cells),
            "grid_points": len(self.grid_points),
        }

    @override
    def readings(self) -> Iterator[Reading]:
        for stream in self.asking:
            if isinstance(stream, OpenMeteoStream):
                yield stream.reading()
            else:  # It is known already.
                yield Reading(stream=stream.name, requests=0, is_least=False)

    @property
    @override
    def quotas(self) -> Sequence[Quota]:
        return self.budget.quotas

    @property
    @override
    def quota_left(self) -> float | None:
        """What other runs took of the plan's windows counts, too."""
        return self.budget.left

    @override
    def probe(self) -> Iterator[Finding]:
        """Ask each API that is needed for one value of one place."""
        self.check_settings()  # Without cells there is no place to ask for.
        apis = {stream.endpoint: stream for stream in self._asking()}
        for api, stream in apis.items():
            yield attempt(f"API {api.host}{api.path}", stream.try_out, "it answers")

    @override
    def check_settings(self) -> None:
        """Refuse what the plan does not include before anything is asked.

        Raises:
            SettingsError: Plan, key, cells or selection do not fit.
        """
        for stream in self._asking():
            require(self.subscription, stream.endpoint, stream.name)
            stream.reading()  # A day that is none is told before anything is asked.
        if not self.subscription.paid:
            self.logger.warning(
                "The free API of Open-Meteo is for non-commercial use only."
            )

    @override
    def load_state(self, state: dict[str, Any]) -> None:
        """Take the state only if it is whole: the SDK would ignore what it lacks."""
        kinds = {kind.name: getattr(kind, "positions", None) for kind in STREAM_TYPES}
        check_state(state, kinds, self.clock.now())
        super().load_state(state)

    # ---------- what streams need

    @cached_property
    def subscription(self) -> Plan:
        """What may be asked, and where."""
        has_key = bool(self.config.get("api_key"))
        return plan_of(self.config.get("plan"), has_key=has_key)

    @cached_property
    def budget(self) -> Budget:
        """What may still be asked; the server's time counts, not a replay's."""
        where = re.sub(r"\W", "_", urlsplit(self.base_url or "").netloc)
        name = "-".join(filter(None, (self.source, where, "budget.json")))
        return Budget(
            self.subscription,
            Path(self.config["state_dir"]) / name,
            self.server_clock,
            max_wait_seconds=self.config["max_wait_seconds"],
            calls_per_day=self.config.get("max_calls_per_day"),
        )

    @cached_property
    def limits(self) -> Limits:
        """What one request may hold."""
        most = min(
            self.config["max_locations_per_request"], self.subscription.max_locations
        )
        return Limits(self.config["max_weight_per_request"], most)

    @cached_property
    def cells(self) -> list[Cell]:
        """The cells to read.

        Raises:
            SettingsError: None are given, or in two ways, or one is wrong.
        """
        given = [name for name in CELL_SOURCES if self.config.get(name)]
        if len(given) > 1:
            what = f"cells are given twice: {' and '.join(given)}"
            raise SettingsError(what, where="settings", next_step="keep one of them")
        match given:
            case ["cells"]:
                return parse_cells(self.config["cells"], "setting cells")
            case ["cells_file"]:
                return read_cells_file(self.config["cells_file"])
            case ["cells_lake"]:
                return read_lake_cells(self.config["cells_lake"])
            case _:
                return self._demo_cells()

    @cached_property
    def grid_points(self) -> list[Place]:
        """The 0.25° grid points of the cells, each once."""
        return list(dict.fromkeys(cell.grid for cell in self.cells))

    @cached_property
    def model_runs(self) -> dict[str, ModelRun]:
        """The newest runs, as this run of the tap has seen them."""
        return {}

    def _demo_cells(self) -> list[Cell]:
        if self.is_stub:
            return parse_cells(DEMO_CELLS, "demo cells")
        what = "no cells are given"
        step = f"set one of {', '.join(CELL_SOURCES)}"
        raise SettingsError(what, where="settings", next_step=step)

    def _asking(self) -> list[OpenMeteoStream]:
        """Return the selected streams that ask the API."""
        return [
            stream
            for stream in self.streams.values()
            if isinstance(stream, OpenMeteoStream) and stream.selected
        ]
