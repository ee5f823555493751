"""What a Meltano project says of its plugins, without starting Meltano.

Settings stand in `meltano.yml`, by plugin and by environment; `.env` and the
environment hold what is secret. https://docs.meltano.com/concepts/project
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from target_parquet_lake.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "meltano.yml"
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's, where PyYAML has it: ten times as fast."""
_LARGEST_BYTES = 1 << 20


@dataclass(frozen=True)
class Project:
    """A folder with a `meltano.yml`, or one without.

    Attributes:
        root: The folder.
        content: What the file says; empty where there is none.
        environment: Which of its environments counts.
        variables: The process's environment over that of `.env`.
    """

    root: Path
    content: dict[str, Any] = field(default_factory=dict)
    environment: str | None = None
    variables: dict[str, str] = field(default_factory=dict)

    def names(self, kind: str) -> list[str]:
        """Return the names of its plugins of a kind: `extractors`, `loaders`."""
        return [str(plugin["name"]) for plugin in self._plugins(self.content, kind)]

    def settings(self, kind: str, name: str) -> dict[str, Any]:
        """Return a plugin's settings: its own, then those of the environment."""
        merged: dict[str, Any] = {}
        for plugin in self._of(kind, name):
            merged |= plugin.get("config") or {}
        settings = {key: self._expanded(value) for key, value in merged.items()}
        return {key: value for key, value in settings.items() if value is not None}

    def selection(self, name: str) -> list[str]:
        """Return the rules that say which streams and columns a tap reads."""
        rules: list[str] = []
        for plugin in self._of("extractors", name):
            rules = plugin.get("select") or rules
        return [str(rule) for rule in rules]

    def _of(self, kind: str, name: str) -> list[dict[str, Any]]:
        environments = self.content.get("environments") or []
        mine = [e for e in environments if e.get("name") == self.environment]
        places = [self.content, *(e.get("config") or {} for e in mine)]
        plugins = (p for place in places for p in self._plugins(place, kind))
        return [plugin for plugin in plugins if plugin.get("name") == name]

    @staticmethod
    def _plugins(place: dict[str, Any], kind: str) -> list[dict[str, Any]]:
        return (place.get("plugins") or {}).get(kind) or []

    def _expanded(self, value: Any) -> Any:  # noqa: ANN401 - any YAML value.
        """Put variables in; None where one is not set, as Meltano has it."""
        if isinstance(value, dict):
            return {key: self._expanded(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._expanded(item) for item in value]
        if not isinstance(value, str):
            return value
        known = {"MELTANO_PROJECT_ROOT": str(self.root), **self.variables}
        names = [first or second for first, second in _VARIABLE.findall(value)]
        if any(name not in known for name in names):
            return None
        return _VARIABLE.sub(lambda m: known[m[1] or m[2]], value)


def open_project(root: Path, environment: str | None = None) -> Project:
    """Read the project of a folder.

    Args:
        root: The folder.
        environment: Which environment counts; else the one that MELTANO_ENVIRONMENT
            names, else the project's default.

    Raises:
        SettingsError: A file cannot be read, or there is no such environment.
    """
    variables = {**_dotenv(root / ".env"), **os.environ}
    file = root / FILE
    if not file.exists():
        return Project(root, {}, None, variables)
    content = _yaml(file)
    default = content.get("default_environment")
    chosen = environment or variables.get("MELTANO_ENVIRONMENT") or default
    known = [e.get("name") for e in content.get("environments") or []]
    if chosen and chosen not in known:
        raise SettingsError(
            what=f"There is no environment {chosen!r}.",
            where=str(file),
            next_step=f"name one of {', '.join(map(str, known)) or 'none'}",
        )
    return Project(root, content, chosen, variables)


def _yaml(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text(encoding="utf-8")
        content = yaml.load(text, _LOADER) if len(text) <= _LARGEST_BYTES else None  # noqa: S506 - a safe one.
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        kind = type(error).__name__
        raise _unreadable(file, f"cannot be read ({kind})") from error
    if not isinstance(content, dict):
        raise _unreadable(file, "holds no settings of a project")
    return content


def _unreadable(file: Path, what: str) -> SettingsError:
    return SettingsError(
        what=f"The file {what}.",
        where=str(file),
        next_step="correct it, or run in another folder",
    )


def _dotenv(file: Path) -> dict[str, str]:
    """Read NAME=value lines; quotes around a value are taken off."""
    if not file.is_file():
        return {}
    found = {}
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        name, equals, value = line.removeprefix("export ").partition("=")
        if equals and not name.lstrip().startswith("#"):
            found[name.strip()] = value.strip().strip("'\"")
    return found
