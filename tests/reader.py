"""A reader of the pages, who tries their examples in a folder with a real shell."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from typing import TYPE_CHECKING, Any

from tests.conftest import BIN
from tests.pages import Page
from tools.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LAKE = "lake"
_NOTES = """#!{python}
import json, os, sys
told = {{"command": [os.path.basename(sys.argv[0]), *sys.argv[1:]], "cwd": os.getcwd(),
         "env": dict(os.environ)}}
open({file!r}, "a").write(json.dumps(told) + "\\n")
sys.exit(os.environ.get("FAILS", "-") in sys.argv[1:])
"""
"""A program that notes how it was called; it fails where an argument is `$FAILS`."""


def blocks(page: str, language: str) -> list[str]:
    """The examples of a page in one language."""
    return Page(ROOT / page).blocks(language)


def example(page: str, part: str, language: str = "sh") -> str:
    """The first example that tells of something, about the free weather."""
    block = next(block for block in blocks(page, language) if part in block)
    return block.replace("tap-klaviyo", "tap-openmeteo").replace("klaviyo", "weather")


def run(folder: Path, commands: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run an example as a reader would; any command of a pipe that fails counts."""
    environment = {
        **os.environ,
        "PATH": f"{folder / 'bin'}:{BIN}:{os.environ['PATH']}",
        "WV_LAKE_ROOT": str(folder / LAKE),
        **more,
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],  # noqa: S607  # The reader's own shell.
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def note_calls(folder: Path, *programs: str) -> Path:
    """Put programs before all others that only note how they are called."""
    notes = folder / "calls.jsonl"
    notes.touch()
    (folder / "bin").mkdir(exist_ok=True)
    for name in programs:
        program = folder / "bin" / name
        text = _NOTES.format(python=BIN / "python", file=str(notes))
        program.write_text(text, encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return notes


def calls(notes: Path) -> list[dict[str, Any]]:
    """How they were called."""
    return [json.loads(line) for line in notes.read_text("utf-8").splitlines()]
