"""The taps and the target as programs: where they lie, and what they are told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from target_parquet_lake.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv.project import Project

TAPS = (
    "tap-openmeteo",
    "tap-shopify-wv",
    "tap-klaviyo",
    "tap-googleads",
    "tap-metaads",
)
TARGET = "target-parquet-lake"
_KINDS = {True: "extractors", False: "loaders"}


@dataclass(frozen=True)
class Plugin:
    """A tap or a target that can be started.

    Attributes:
        name: As in `meltano.yml`.
        program: Its executable.
        settings: What it is told; the environment is read besides.
        variables: Its environment.
        selection: Which streams it reads; all if empty.
    """

    name: str
    program: Path
    settings: dict[str, Any]
    variables: dict[str, str]
    selection: list[str] = field(default_factory=list)

    @contextmanager
    def command(self, *arguments: str) -> Iterator[list[str]]:
        """Give its command line; the file of its settings goes when it has ended."""
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(self.settings, file)
            file.flush()
            config = ["--config", file.name, "--config", "ENV"]
            yield [str(self.program), *config, *arguments]

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end and return what it said."""
        with self.command(*arguments) as command:
            return subprocess.run(  # noqa: S603 - a plugin of the project, no shell.
                command,
                env=self.variables,
                capture_output=True,
                text=True,
                check=False,
            )

    def answer(self, *arguments: str) -> dict[str, Any]:
        """Ask for one JSON object.

        Raises:
            SettingsError: It gave none; its own last words are told.
        """
        done = self.ask(*arguments)
        try:
            found = json.loads(done.stdout)
        except ValueError:
            found = None
        if isinstance(found, dict):
            return found
        words = done.stderr.strip().splitlines() or ["it said nothing"]
        raise SettingsError(
            what=f"{self.name} did not answer: {words[-1].rpartition('| ')[2]}",
            where=" ".join(arguments),
            next_step=f"correct it; `{self.name} --about` lists its settings",
        )

    def catalog(self) -> dict[str, Any] | None:
        """Return what it should read, as a catalog; None for all of it.

        Raises:
            SettingsError: It cannot say what there is.
        """
        if not self.selection:
            return None
        catalog = self.answer("--discover")
        for stream in catalog["streams"]:
            for entry in stream["metadata"]:
                wanted = self._chooses(stream["stream"], entry["breadcrumb"])
                entry["metadata"]["selected"] = wanted
        return catalog

    def _chooses(self, stream: str, breadcrumb: list[str]) -> bool:
        column = breadcrumb[-1] if breadcrumb else "*"
        rules = [rule.removeprefix("!") for rule in self.selection]
        fit = [
            not self.selection[number].startswith("!")
            for number, rule in enumerate(rules)
            if _fits(rule, stream, column, whole=not breadcrumb)
        ]
        return bool(fit) and all(fit)


def chosen(catalog: dict[str, Any], streams: set[str]) -> dict[str, Any]:
    """Return a catalog in which just these streams are selected."""
    for stream in catalog["streams"]:
        for entry in stream["metadata"]:
            if not entry["breadcrumb"]:
                entry["metadata"]["selected"] = stream["stream"] in streams
    return catalog


def _fits(rule: str, stream: str, column: str, *, whole: bool) -> bool:
    wanted, _, part = rule.partition(".")
    if not fnmatchcase(stream, wanted):
        return False
    # A stream is read when any of its columns is.
    return whole or fnmatchcase(column, part or "*")


def find(project: Project, name: str, config: Path | None = None) -> Plugin:
    """Find a plugin, and its settings.

    Args:
        project: Where Meltano may have installed it, and what it says of it.
        name: Of the plugin.
        config: A file of settings to take instead of the project's.

    Raises:
        SettingsError: It is not installed, or the file holds no settings.
    """
    kind = _KINDS[name.startswith("tap-")]
    folders = [
        project.root / ".meltano" / kind / name / "venv" / "bin",
        Path(sys.executable).parent,
    ]
    path = os.pathsep.join([*map(str, folders), project.variables.get("PATH", "")])
    program = shutil.which(name, path=path)
    if program is None:
        raise SettingsError(
            what=f"{name} is not installed.",
            where=str(project.root),
            next_step=_how_to_get(project, name),
        )
    settings = _read(config) if config else project.settings(kind, name)
    return Plugin(
        name, Path(program), settings, project.variables, project.selection(name)
    )


def _how_to_get(project: Project, name: str) -> str:
    named = project.names("extractors") + project.names("loaders")
    if name in {*named, *TAPS, TARGET}:
        return f"`meltano install {name}`, or `pip install` it beside wv"
    return f"correct the name; known are {', '.join(named or [*TAPS, TARGET])}"


def found(project: Project) -> list[Plugin]:
    """Return the taps that the project names, or else those that are installed."""
    named = [name for name in project.names("extractors") if name in TAPS]
    plugins = []
    for name in named or TAPS:
        try:
            plugins.append(find(project, name))
        except SettingsError:
            if named:
                raise
    return plugins


def _read(config: Path) -> dict[str, Any]:
    try:
        settings = json.loads(config.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        settings = None
        reason: Exception | None = error
    else:
        reason = None
    if isinstance(settings, dict):
        return settings
    raise SettingsError(
        what="The file holds no JSON object.",
        where=str(config),
        next_step="give a file of settings, as `--config` of the tap takes it",
    ) from reason
