"""Checks: a SELECT of the rows that are wrong. None is good.

The file's name is `<model>__<rule>.sql`; its header says what it refuses, how bad that
is, and what to do:

```sql
-- The daily minimum, mean and maximum are not in order.
-- Severity: V2
-- Next: look at the hours of that day in stg_openmeteo__weather_hourly.
```
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wv_transforms.errors import ProjectError
from wv_transforms.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_HEADER = re.compile(
    r"-- (?P<refuses>[^\n]+)\n"
    r"-- Severity: (?P<severity>V[123])\n"
    r"-- Next: (?P<step>[^\n]+)\n"
)


@dataclass(frozen=True, slots=True)
class Check:
    """One rule over one model.

    Attributes:
        name: `<model>__<rule>`.
        model: The model it looks at.
        refuses: What a row that it returns has wrong.
        severity: How bad that is.
        next_step: What to do then.
        sql: A SELECT of the wrong rows.
        path: The file.
    """

    name: str
    model: str
    refuses: str
    severity: Severity
    next_step: str
    sql: str
    path: Path


def load_checks(folder: Path, models: Collection[str]) -> tuple[Check, ...]:
    """Read every check of a folder.

    Args:
        folder: Where they lie; none is fine.
        models: The names of all models.

    Raises:
        ProjectError: If a file is named after no model or its header lacks a part.
    """
    return tuple(_check(path, models) for path in sorted(folder.glob("*.sql")))


def _check(path: Path, models: Collection[str]) -> Check:
    owners = [name for name in models if path.stem.startswith(f"{name}__")]
    if not owners:
        known = ", ".join(sorted(models))
        what = f"The check {path.stem} is named after no model; known: {known}."
        raise ProjectError(
            what=what, where=str(path), next_step="call it <model>__<rule>.sql"
        )
    sql = path.read_text(encoding="utf-8")
    header = _HEADER.match(sql)
    if header is None:
        what = f"The header of the check {path.stem} is not whole."
        step = (
            "begin with three lines: what it refuses, `Severity: V1|V2|V3`, `Next: …`"
        )
        raise ProjectError(what=what, where=str(path), next_step=step)
    return Check(
        name=path.stem,
        model=max(owners, key=len),
        refuses=header["refuses"],
        severity=Severity(header["severity"]),
        next_step=header["step"],
        sql=sql,
        path=path,
    )
