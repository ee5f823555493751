"""Compiles the reader of lines with whatever C compiler there is.

`CC` names another than `cc`. Without one, or where it fails, the target is installed
without: it then reads lines by Arrow's JSON reader, slower and to the same rows.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NATIVE = Path("target_parquet_lake", "native")
SOURCES = ("lines.c", "columns.h", "moments.h", "numbers.h", "texts.h")
FLAGS = ("-std=c11", "-O3", "-Wall", "-Wextra", "-fPIC", "-shared")


class CompileLines(BuildHookInterface[Any]):
    """Puts `lines.so` beside its sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are gathered."""
        del version
        if self.target_name != "wheel" or not compiled(Path(self.root, NATIVE)):
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["artifacts"].append(f"/{NATIVE.as_posix()}/lines.so")


def compiled(folder: Path) -> bool:
    """Compile the sources of a folder to `lines.so`, all at once or not at all."""
    sources = b"".join((folder / name).read_bytes() for name in SOURCES)
    known = f'-DSOURCES="{hashlib.sha256(sources).hexdigest()}"'
    made = folder / f"lines.{os.getpid()}.so"
    files = ["-o", str(made), str(folder / SOURCES[0])]
    try:
        command = [*shlex.split(os.environ.get("CC", "cc")), *FLAGS, known, *files]
        subprocess.run(command, check=True)  # noqa: S603 - the user's own compiler.
        made.replace(folder / "lines.so")
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        made.unlink(missing_ok=True)
        reason = f"lines of records are not read by compiled code: {error}"
        sys.stderr.write(f"target-parquet-lake: {reason}\n")
        return False
    return True
