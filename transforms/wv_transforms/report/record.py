"""All that is known about a build at its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from target_parquet_lake.errors import LakeError
    from wv_transforms.candidate import Candidate
    from wv_transforms.finding import Finding
    from wv_transforms.graph import Graph
    from wv_transforms.project import Model, Project


@dataclass(frozen=True, slots=True, eq=False)
class BuildRecord:
    """A build from its start to its end.

    Attributes:
        candidate: The tables it made, of whom, with which engine.
        project: The models.
        graph: What they read.
        order: The models that were asked for, in order.
        started_at: When it began (UTC).
        finished_at: When it ended (UTC); None while it runs.
        results: Each rule that the gate looked at.
        error: Why it ended without promotion; None when it did not.
    """

    candidate: Candidate
    project: Project
    graph: Graph
    order: Sequence[str]
    started_at: datetime
    finished_at: datetime | None = None
    results: Sequence[Finding] = ()
    error: LakeError | None = None

    def ended(
        self,
        at: datetime,
        results: Sequence[Finding] = (),
        *,
        error: LakeError | None = None,
    ) -> BuildRecord:
        """The same build at its end."""
        return replace(self, finished_at=at, results=results, error=error)

    @property
    def end(self) -> datetime:
        """When it ended; its start while it runs."""
        return self.finished_at or self.started_at

    def model(self, name: str) -> Model:
        """A model of the project."""
        return self.project.models[name]
