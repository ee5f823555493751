"""Names of tables, and folders that no stream name can lead astray.

A stream name is text from a stranger. What is a plain lower-case identifier keeps its
name; anything else (capitals, other characters, too long) becomes a readable slug plus
`_x` and twelve hex digits of the original's SHA-256. Names that only look like such a
slug are hashed too, so two streams never share a table, not even on a file system or in
an engine that ignores case.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from target_parquet_lake.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

RAW = "raw"
"""The layer that holds what the taps sent."""

_PLAIN = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_HASHED = re.compile(r".*_x[0-9a-f]{12}")
_PART = re.compile(r"[a-z0-9](?:_?[a-z0-9])*")
_SEPARATOR = "__"
_COLUMN = re.compile(r"""[^\s,;{}()=.\"'`\\\[\]\x00-\x1f]{1,128}""")


def _hashed(name: str, fallback: str) -> str:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    readable = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40].rstrip("_")
    return f"{readable or fallback}_x{digest}"


def slug(name: str) -> str:
    """Turn any text into a lower-case identifier of at most 63 characters, one to one.

    Args:
        name: Any text, e.g. a stream name.

    Returns:
        The name itself when it is plain, else a slug with a hash suffix.
    """
    if _PLAIN.fullmatch(name) and not _HASHED.fullmatch(name):
        return name
    return _hashed(name, "stream")


class Identifiers(StrEnum):
    """How columns are named."""

    SOURCE = "source"
    """As the source does, save where engines could not hold them side by side."""
    POSTGRES = "postgres"
    """As the SDK's SQL targets do: a-z, 0-9 and _, at most 63, a letter for a digit
    in front."""


def postgres_name(name: str) -> str:
    """Make a plain identifier of a name, by the rules of the SDK's `conform_name`.

    A digit in front becomes a letter: 0 is a, 1 is b, ...

    https://sdk.meltano.com/en/latest/classes/singer_sdk.sql.SQLSink.html
    """
    kept = re.sub(r"[^a-zA-Z0-9_\-.\s]", "", name).lower().strip()
    plain = re.sub(r"[-.\s]", "_", kept)
    if plain[:1].isdigit():
        return chr(ord("a") + int(plain[0])) + plain[1:]
    return plain


_STYLES: dict[Identifiers, tuple[Callable[[str], str], re.Pattern[str]]] = {
    Identifiers.SOURCE: (str.lower, _COLUMN),
    Identifiers.POSTGRES: (postgres_name, _PLAIN),
}
"""What a name is best like, and what can be stored."""


def column_names(
    names: list[str],
    taken: dict[str, str],
    identifiers: Identifiers = Identifiers.SOURCE,
) -> dict[str, str]:
    """Name columns so that every engine can hold them side by side.

    A name is kept unless another column differs from it only in case, or it holds a
    character that Delta and Spark refuse in Parquet columns; then it becomes a slug
    with a hash. Among new names the plainest is kept, whatever the order.

    Args:
        names: The names the source uses, each once.
        taken: Names that columns of the table bear already, by the source's name.
        identifiers: How the others are named; where two would get one name, and where
            it is too long, it becomes a slug with a hash too.

    Returns:
        The stored name of each column, by the source's name.
    """
    style, known = _STYLES[identifiers]
    stored = dict(taken)
    used = {name.casefold() for name in taken.values()}
    for name in sorted(set(names) - set(taken), key=lambda n: (n != style(n), n)):
        wanted = style(name) if identifiers is Identifiers.POSTGRES else name
        plain = known.fullmatch(wanted) and wanted.casefold() not in used
        stored[name] = wanted if plain else _hashed(name, "column")
        used.add(stored[name].casefold())
    return stored


def source_part(source: str) -> str:
    """Name a source by its tap: a leading `tap-` or `tap_` is cut.

    Args:
        source: The `source` setting, e.g. Meltano's extractor namespace
            `tap_openmeteo`.

    Returns:
        The name used in folders, e.g. `openmeteo`.
    """
    return re.sub(r"^tap[-_]", "", source.strip()).lower().replace("-", "_")


def check_part(part: str, setting: str) -> str:
    """Check a tenant, source or layer: a-z and 0-9, single underscores between.

    Args:
        part: The value.
        setting: Its name, for the message.

    Returns:
        The value, unchanged.

    Raises:
        SettingsError: If the value cannot be a part of a folder name.
    """
    if not _PART.fullmatch(part) or len(part) > 63:  # noqa: PLR2004 - the limit of an identifier.
        raise SettingsError(
            what=f"{part!r} cannot be used as {setting}.",
            where=f"setting {setting}",
            next_step="use at most 63 of a-z, 0-9 and single underscores between them",
        )
    return part


@dataclass(frozen=True, order=True, slots=True)
class TableName:
    """One table of the lake: `<root>/<layer>/<tenant>__<name>/`.

    Attributes:
        layer: `raw`, or a folder of models such as `weather`.
        tenant: Whose data it is.
        name: `<source>__<stream>` in the raw layer, the model's name elsewhere. It is
            also the name of the view that a reader registers.
    """

    layer: str
    tenant: str
    name: str

    def __post_init__(self) -> None:
        check_part(self.layer, "layer")
        check_part(self.tenant, "tenant")
        if not re.fullmatch(r"[a-z0-9_]{1,128}", self.name):
            raise SettingsError(
                what=f"{self.name!r} is no table name.",
                where=f"layer {self.layer}",
                next_step="use at most 128 of a-z, 0-9 and underscore",
            )

    @classmethod
    def of_stream(cls, tenant: str, source: str, stream: str) -> Self:
        """Name the raw table of a stream."""
        return cls(
            RAW, tenant, f"{check_part(source, 'source')}{_SEPARATOR}{slug(stream)}"
        )

    @classmethod
    def of_folder(cls, layer: str, folder: str) -> Self | None:
        """Read a folder's name back, or None where the lake gives no such name."""
        tenant, separator, name = folder.partition(_SEPARATOR)
        if (
            not separator
            or not _PART.fullmatch(tenant)
            or not re.fullmatch(r"[a-z0-9_]+", name)
        ):
            return None
        return cls(layer, tenant, name)

    @property
    def folder(self) -> str:
        """The table's folder below its layer."""
        return f"{self.tenant}{_SEPARATOR}{self.name}"

    @property
    def source(self) -> str:
        """The source of a raw table; a model's own name elsewhere."""
        return self.name.partition(_SEPARATOR)[0]

    def __str__(self) -> str:
        return f"{self.layer}/{self.folder}"
