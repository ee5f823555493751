"""A tap into a target, as a shell would pipe them, with what both said at the end."""

from __future__ import annotations

import json
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from target_parquet_lake.errors import ExitCode, SettingsError
from target_parquet_lake.objects import place
from target_parquet_lake.root import CONTROL
from wv.console import FORM
from wv.logs import logging_as

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wv.plugins import Plugin
    from wv.project import Project

_SIGNALS = (-signal.SIGINT, -signal.SIGTERM)
STATES = Path(".state/meltano")
"""Where the project keeps the states of `meltano run`."""


def known_state(project: Project, tap: str) -> Path | None:
    """Return the file in which `meltano run` keeps a tap's state, if there is one."""
    if project.environment is None:
        return None
    names = f"{project.environment}:{tap}-to-*/state.json"
    files = sorted((project.root / STATES).glob(names), key=_changed)
    return files[-1] if files else None


def known_environments(project: Project, tap: str) -> list[str]:
    """Return the environments of which there is a state of a tap."""
    files = (project.root / STATES).glob(f"*:{tap}-to-*/state.json")
    return sorted({file.parent.name.partition(":")[0] for file in files})


def _changed(file: Path) -> float:
    return file.stat().st_mtime


def read_state(file: Path) -> dict[str, Any]:
    """Read a state: what a target printed, a STATE message, or a file of Meltano's.

    Raises:
        SettingsError: There is no state in it.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _no_state(file, f"cannot be read ({type(error).__name__})") from error
    for candidate in (text, *reversed(text.splitlines())):
        try:
            value = json.loads(candidate)
        except ValueError:
            continue
        if isinstance(value, dict):
            return _state(value)
    raise _no_state(file, "holds no JSON object")


def _state(value: dict[str, Any]) -> dict[str, Any]:
    if value.get("type") == "STATE":
        return dict(value.get("value") or {})
    completed = value.get("completed")
    if isinstance(completed, dict):
        return dict(completed.get("singer_state") or {})
    return value


def _no_state(file: Path, what: str) -> SettingsError:
    return SettingsError(
        what=f"The file {what}.",
        where=str(file),
        next_step="give the last line that the target printed",
    )


@contextmanager
def scratch(catalog: dict[str, Any] | None, state: Path | None) -> Iterator[list[str]]:
    """Give the arguments that name a catalog and a state, each in a file of its own.

    Raises:
        SettingsError: There is no state in the file.
    """
    with scratch_of(catalog, read_state(state) if state else None) as given:
        yield given


@contextmanager
def scratch_of(
    catalog: dict[str, Any] | None, state: dict[str, Any] | None
) -> Iterator[list[str]]:
    """Give the same arguments of a catalog and a state that are at hand."""
    with tempfile.TemporaryDirectory() as folder:
        given: list[str] = []
        if catalog is not None:
            given += ["--catalog", _written(folder, "catalog.json", catalog)]
        if state:
            given += ["--state", _written(folder, "state.json", state)]
        yield given


def _written(folder: str, name: str, content: dict[str, Any]) -> str:
    path = Path(folder) / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


@dataclass(frozen=True)
class Run:
    """What a tap and a target did.

    Attributes:
        tap_code: The tap's exit code.
        target_code: The target's exit code.
        state: The last STATE that the target passed on; None without one.
        summary: What the target wrote of the run into the lake; empty if it could not.
    """

    tap_code: int
    target_code: int
    state: dict[str, Any] | None
    summary: dict[str, Any]

    @property
    def code(self) -> int:
        """The exit code of both: the target's first, since it ends what follows.

        Who was ended by a signal before it could answer one was interrupted, too.
        """
        code = self.target_code or self.tap_code
        return int(ExitCode.INTERRUPTED) if code in _SIGNALS else code


def pipe(
    tap: Plugin,
    target: Plugin,
    given: Sequence[str],
    *,
    quiet: bool = False,
) -> Run:
    """Run a tap into a target, as `tap | target` does; both speak to stderr.

    An interruption is passed on to the tap: it ends behind a whole line, and the target
    commits what has come.

    Args:
        tap: What reads.
        target: What writes; its settings hold `lake_root` and `correlation_id`.
        given: Further arguments of the tap.
        quiet: Whether they tell only what is wrong.
    """
    begun = time.time()
    with (
        tap.command(*given) as reads,
        target.command() as writes,
        logging_as(FORM.get(), quiet=quiet) as logs,
        tempfile.TemporaryFile() as out,
    ):
        reader = subprocess.Popen(  # noqa: S603 - plugins of the project, no shell.
            reads, stdout=subprocess.PIPE, env=tap.variables | logs
        )
        writer = subprocess.Popen(  # noqa: S603 - as above.
            writes, stdin=reader.stdout, stdout=out, env=target.variables | logs
        )
        if reader.stdout:
            reader.stdout.close()  # The target alone holds the pipe's end now.
        codes = _ended(reader, writer)
        out.seek(0)
        states = out.read().splitlines()
    state = json.loads(states[-1]) if states else None
    runs = place(target.settings["lake_root"]) / CONTROL / "runs"
    order = target.settings["correlation_id"]
    return Run(*codes, state, _summary(runs, order, since=begun))


def _ended(
    reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]
) -> tuple[int, int]:
    """Wait until both have ended, and return their exit codes."""
    while True:
        try:
            return reader.wait(), writer.wait()
        except KeyboardInterrupt:
            reader.send_signal(signal.SIGINT)


def _summary(folder: Path, order: str, *, since: float) -> dict[str, Any]:
    """Return what the target wrote of the run of this order; nothing without it."""
    if not folder.is_dir():
        return {}
    for file in folder.iterdir():
        if file.suffix == ".json" and file.stat().st_mtime >= int(since):
            told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            if told.get("correlation_id") == order:
                return told
    return {}
