"""Where the rooms of the house lie and what they declare, for tools and house tests."""

from __future__ import annotations

import importlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_kit.loop import RecordStream
    from tap_kit.tap import KitTap

SDK_ONLY = frozenset(
    {
        "batch_config",
        "faker_config",
        "flattening_enabled",
        "flattening_max_depth",
        "flattening_max_key_length",
        "flattening_separator",
        "stream_map_config",
        "stream_maps",
    }
)
"""Settings that the SDK adds once a plugin was built; Meltano knows them anyhow."""

ROOT = Path(__file__).resolve().parents[1]
KIT = "tap-kit"


@dataclass(frozen=True)
class TapRoom:
    """One tap: its folder and what its package declares."""

    folder: Path

    @property
    def name(self) -> str:
        """The plugin's Singer name, `tap-<source>`."""
        return self.folder.name

    @property
    def package(self) -> Path:
        """The folder of the Python package."""
        return self.folder / self.name.replace("-", "_")

    @property
    def project(self) -> dict[str, Any]:
        """The `[project]` table of the tap's pyproject.toml."""
        text = (self.folder / "pyproject.toml").read_text(encoding="utf-8")
        project: dict[str, Any] = tomllib.loads(text)["project"]
        return project

    @property
    def connector(self) -> dict[str, Any]:
        """The machine-readable facade, connector.yaml."""
        text = (self.folder / "connector.yaml").read_text(encoding="utf-8")
        facade: dict[str, Any] = yaml.safe_load(text)
        return facade

    @property
    def readme(self) -> str:
        """The tap's README as text."""
        return (self.folder / "README.md").read_text(encoding="utf-8")

    @property
    def tap_class(self) -> type[KitTap]:
        """The one class of `<package>.tap`, which is behind the tap's command."""
        module = importlib.import_module(f"{self.package.name}.tap")
        (tap_class,) = (
            member
            for member in vars(module).values()
            if isinstance(member, type) and member.__module__ == module.__name__
        )
        return cast("type[KitTap]", tap_class)

    @property
    def stream_types(self) -> tuple[type[RecordStream], ...]:
        """The tap's own streams in the order in which they run."""
        return tuple(self.tap_class.stream_types)

    @property
    def settings(self) -> dict[str, dict[str, Any]]:
        """Every setting with its JSON Schema, the kit's and the tap's own."""
        return own_settings(self.tap_class.config_jsonschema)


def tap_rooms() -> list[TapRoom]:
    """Every tap of the workspace, by name."""
    folders = sorted((ROOT / "taps").glob("tap-*"))
    return [TapRoom(folder) for folder in folders if folder.name != KIT]


def own_settings(config_jsonschema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return a plugin's settings without those that the SDK adds by itself."""
    properties: dict[str, dict[str, Any]] = config_jsonschema["properties"]
    return {name: s for name, s in properties.items() if name not in SDK_ONLY}


def leaves(
    schema: dict[str, Any], path: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of a schema with its dotted path, nested ones included."""
    for name, child in schema.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield here, child
        yield from leaves(child, here)
        yield from leaves(child.get("items", {}), f"{here}[]")
