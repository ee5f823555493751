"""Queries in Google's own language: a file a stream, with places for days.

https://developers.google.com/google-ads/api/docs/query/grammar
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tap_kit.errors import SettingsError
from tap_kit.windows_state import report_hash

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

PARAMETERS = "PARAMETERS omit_unselected_resource_names = true"
"""Without it each answer names every resource on the way, and each byte costs."""
FIRST, LAST = "{first}", "{last}"
"""Places for the first and the last day, or instant, of a slice."""
_COMMENT = re.compile(r"(?m)^\s*--.*$")
_FORM = re.compile(
    r"(?is)\A\s*SELECT\s+(?P<fields>[\w.,\s]+?)\s+FROM\s+(?P<resource>[a-z_]+)"
    r"(?P<rest>\s.*)?\Z"
)
_TEXTS = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAMES = re.compile(r"\b[a-z_]+(?:\.[a-z0-9_]+)+")


@dataclass(frozen=True)
class Query:
    """One query.

    Args:
        fields: What is selected, in its order.
        resource: From what.
        rest: Conditions, order and limit, with places for days.
    """

    fields: tuple[str, ...]
    resource: str
    rest: str = ""

    @classmethod
    def parse(cls, text: str, where: str) -> Self:
        """Read a query.

        Args:
            text: `SELECT … FROM …`, comment lines begin with `--`.
            where: For the error.

        Raises:
            SettingsError: It is none.
        """
        found = _FORM.match(_COMMENT.sub("", text).strip().rstrip(";"))
        fields = [name.strip() for name in found["fields"].split(",")] if found else []
        if found is None or not all(_NAMES.fullmatch(name) for name in fields):
            what = "this is no query"
            step = "write `SELECT field, … FROM resource WHERE …`"
            raise SettingsError(what, where=where, next_step=step)
        rest = " ".join((found["rest"] or "").split())
        return cls(tuple(fields), found["resource"], rest)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a query's file.

        Raises:
            SettingsError: It holds none.
        """
        return cls.parse(path.read_text(encoding="utf-8"), path.name)

    @property
    def is_dated(self) -> bool:
        """Whether it is asked by days."""
        return FIRST in self.rest

    @property
    def fixed_fields(self) -> set[str]:
        """What stands in conditions or order, and so cannot be left out."""
        return set(_NAMES.findall(_TEXTS.sub("", self.rest)))

    @property
    def report_hash(self) -> str:
        """What it asks for, whatever its days."""
        return report_hash(
            resource=self.resource, fields=sorted(self.fields), filters=self.rest
        )

    def without(self, fields: set[str]) -> Query:
        """Return the query without some fields."""
        return replace(self, fields=tuple(f for f in self.fields if f not in fields))

    def text(self, first: str = "", last: str = "") -> str:
        """Return the query as Google reads it.

        Args:
            first: First day or instant of the slice.
            last: Its last one, included.
        """
        rest = self.rest.replace(FIRST, first).replace(LAST, last)
        parts = ("SELECT", ", ".join(self.fields), "FROM", self.resource, rest)
        asked = " ".join(part for part in parts if part)
        return asked if "PARAMETERS" in rest else f"{asked} {PARAMETERS}"
