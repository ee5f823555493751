"""Helpers of tests: they lie beside a `conftest.py`, and tests are no package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def load_beside(conftest: str, room: str, *names: str) -> list[ModuleType]:
    """Load modules that lie beside a `conftest.py`, each under a name of its own.

    Tests of that folder then import what they need from `<room>_tests_<name>`.

    Args:
        conftest: `__file__` of the `conftest.py`.
        room: Whose tests they help.
        names: Files without `.py`; one may import those before it.
    """
    folder = Path(conftest).parent
    return [_load(folder / f"{name}.py", f"{room}_tests_{name}") for name in names]


def _load(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
