"""What may be named in a query, by version: cut from Google's own descriptors."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSIONS: Final = ("v23", "v24", "v25", "v26")
"""What is served; older ones are gone, later ones are not there yet."""
OPAQUE: Final = frozenset(
    {
        "change_event.changed_fields",
        "change_event.new_resource",
        "change_event.old_resource",
    }
)
"""Messages that are selected as a whole."""


@dataclass(frozen=True)
class Field:
    """A field.

    Attributes:
        path: As queries name it.
        type: Protobuf's, e.g. `INT64`.
        is_repeated: Whether it is a list.
        choices: Values of an enum, without the two that mean nothing.
    """

    path: str
    type: str
    is_repeated: bool
    choices: tuple[str, ...] = ()

    @property
    def is_selectable(self) -> bool:
        """Whether it holds a value; a message that is taken apart does not."""
        return self.type != "MESSAGE" or self.is_repeated or self.path in OPAQUE


class Fields:
    """All fields of a version."""

    def __init__(self, version: str) -> None:
        packed = files("wv_sandbox.googleads").joinpath(f"fields/{version}.json.gz")
        self._table = json.loads(gzip.decompress(packed.read_bytes()))
        self.version = version

    @cached_property
    def paths(self) -> Mapping[str, Field]:
        """Fields by their paths."""
        enums = self._table["enums"]
        return {
            path: Field(
                path,
                told["type"],
                told["repeated"],
                tuple(enums[told["enum"]][2:]) if "enum" in told else (),
            )
            for path, told in self._table["fields"].items()
        }

    @cached_property
    def resources(self) -> frozenset[str]:
        """Names of all resources."""
        heads = {path.partition(".")[0] for path in self.paths}
        return frozenset(heads - {"metrics", "segments"})


@cache
def fields_of(version: str) -> Fields:
    """Read the fields of a version, once.

    Raises:
        FileNotFoundError: It is not served.
    """
    return Fields(version)


@cache
def json_name(name: str) -> str:
    """Write a name as JSON has it: `cost_micros` as `costMicros`."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


@cache
def json_path(path: str) -> tuple[str, ...]:
    """Take a path apart into its names in JSON."""
    return tuple(json_name(name) for name in path.split("."))
