"""What a build did, for those who called it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wv_transforms.finding import Finding


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did.

    Attributes:
        tenant: Whose tables.
        run_id: Id of the build.
        versions: The version of every table that was asked for.
        built: Tables computed anew, in order.
        skipped: Tables whose inputs had not changed.
        empty_sources: Raw tables that do not exist yet and were read as empty.
        missing_columns: Columns that raw tables lack and that were read as null.
        warnings: Findings that do not keep a candidate from being promoted.
        promoted: Whether the promotion file was replaced.
        promotion_path: The promotion file.
    """

    tenant: str
    run_id: str
    versions: Mapping[str, int]
    built: tuple[str, ...]
    skipped: tuple[str, ...]
    empty_sources: tuple[str, ...]
    missing_columns: tuple[str, ...]
    warnings: tuple[Finding, ...]
    promoted: bool
    promotion_path: Path

    def summary(self) -> str:
        """The build as text for people."""
        lines = [f"  {name}: version {self.versions[name]}" for name in self.built]
        lines += [
            f"  {source}: no such table yet, read as empty"
            for source in self.empty_sources
        ]
        lines += [
            f"  {column}: no such column, read as null; update the tap"
            for column in self.missing_columns
        ]
        lines += [f"  {finding}" for finding in self.warnings]
        done = f"{len(self.built)} tables built, {len(self.skipped)} unchanged"
        end = "promoted" if self.promoted else "nothing to promote"
        if not self.built and not self.promoted:
            done, end = "nothing to do", "no input has changed"
        return "\n".join([*lines, f"{self.tenant}: {done}; {end}"])
