"""The tap that says what it would do: its plan, its price, and whether it could run."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from tap_kit.checkup import Finding, Status
from tap_kit.equipment import EquippedTap
from tap_kit.planning import Quota, Reading, outline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from singer_sdk.streams import Stream


class PlannedTap(EquippedTap):
    """A tap that can be asked before it reads."""

    cost_unit: ClassVar[str] = "requests"
    """What the vendor counts."""
    foresees_requests: ClassVar[bool] = False
    """Whether `readings` asks nobody and tells all requests, so the end is known."""
    api_version: tuple[str | None, str | None] = (None, None)
    """The vendor's version that is asked, and the day of its end where it is known."""

    def plan(self) -> Mapping[str, Any]:
        """Return what else the approval command should know, e.g. the account."""
        return {}

    def readings(self) -> Iterator[Reading]:
        """Give what each selected stream would ask, without asking for any of it."""
        now = self.clock.now()
        for stream in self.asking:
            yield Reading(stream=stream.name, start=self.start_date, end=now)

    @property
    def quotas(self) -> Sequence[Quota]:
        """What the vendor allows, in its own unit."""
        return ()

    @property
    def quota_left(self) -> float | None:
        """What is left of the scarcest quota [0 to 1], where that is known.

        None where nobody but the vendor knows it: then what the run itself took is
        told.
        """
        return None

    def probe(self) -> Iterator[Finding]:
        """Try the credentials by real calls, scope by scope.

        Raises:
            TapError: They do not let us in at all.
        """
        yield Finding("credentials", Status.SKIP, "this tap cannot try them")

    @property
    @abstractmethod
    def asking(self) -> list[Stream]:
        """The selected streams, without those that tell of runs and of windows."""

    def whole_plan(self) -> dict[str, Any]:
        """Return what this run is about to do; it holds no secret.

        Raises:
            TapError: The source will not say what the plan needs.
        """
        return {
            **self.plan(),
            **outline([*self.readings()], self.quotas, self.cost_unit),
            "tap": self.name,
            "version": self.plugin_version,
            "source": self.columns["_wv_source"],
            "streams": [name for name, s in self.streams.items() if s.selected],
            "run_id": self.report.run_id,
            "correlation_id": self.report.correlation_id,
        }
