"""Whether Java is there, which Spark runs on."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from wv_transforms.errors import ProjectError


def check_java() -> None:
    """Refuse to start without Java, in words that help.

    Raises:
        ProjectError: If there is none.
    """
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home) / "bin") if home else None):
        return
    raise ProjectError(
        what="Spark needs Java 17 or newer, and there is none.",
        where="JAVA_HOME" if home else "PATH",
        next_step="install a JDK and set JAVA_HOME, or build with duckdb",
    )
