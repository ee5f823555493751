"""What can go wrong between the lake and its promoted tables.

```
LakeError (target_parquet_lake)
├── ProjectError   2  model, contract, setting or name is wrong; no data was read
├── RunError       5  a model failed on the data as it stands
└── GateError      5  a contract or a check refuses; what was promoted stays
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from target_parquet_lake.errors import ExitCode, LakeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv_transforms.finding import Finding


class ProjectError(LakeError):
    """The text of the project is wrong: models, contracts, settings, names."""

    exit_code = ExitCode.USAGE


class RunError(LakeError):
    """A model could not be computed from the data as it stands."""

    exit_code = ExitCode.DATA


class GateError(LakeError):
    """A candidate is not good enough to be promoted.

    Args:
        findings: What was found, the failing ones among them.
        where: The tenant and the tables.
    """

    exit_code = ExitCode.DATA

    def __init__(self, findings: Sequence[Finding], *, where: str) -> None:
        self.findings = tuple(findings)
        self.failures = tuple(finding for finding in findings if finding.fails)
        listed = "".join(f"\n  {finding}" for finding in self.failures)
        super().__init__(
            what=f"Rules refuse the candidate ({len(self.failures)}):{listed}\n",
            where=where,
            next_step="follow the step beside each rule; what was promoted stays",
        )
