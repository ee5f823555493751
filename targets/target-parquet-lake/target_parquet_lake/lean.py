"""A short start: nothing is imported that the target does not use.

The SDK's package imports whatever a tap may need, an HTTP client among it; its target
imports joblib, for sinks that drain in parallel, and upath, for BATCH files that a tap
writes. Where they are installed pyarrow imports pandas (44 MB, 0.8 s), to look for
objects that no message holds. Without them the start takes a third (measured).
"""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNUSED = frozenset({"numpy", "pandas"})


class _Unused:
    """A finder that lets nobody find libraries which the target does not use."""

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> None:
        if fullname in _UNUSED:
            raise ModuleNotFoundError(name=fullname)


class _Late(ModuleType):
    """A package whose own code runs once a name is asked of it that is no module."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever it holds.
        if name.startswith("__") or find_spec(f"{self.__name__}.{name}") is not None:
            raise AttributeError(name)  # A module of it is imported, not asked for.
        return _named(self, name)


class _Called(_Late):
    """A package whose names are but called: its own code runs with the first call."""

    @override
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it takes.
            return _named(self, name)(*given, **named)

        return call


def _named(package: ModuleType, name: str) -> Any:  # noqa: ANN401 - whatever it holds.
    spec = package.__spec__
    if isinstance(package, _Late) and spec is not None and spec.loader is not None:
        package.__class__ = ModuleType  # type: ignore[assignment] # Now an ordinary one.
        spec.loader.exec_module(package)
    return getattr(package, name)


_LATE = {"singer_sdk": _Late, "joblib": _Called, "upath": _Called}


@contextmanager
def lean() -> Iterator[None]:
    """Import what a process of its own needs, and no more."""
    sys.meta_path.insert(0, _Unused())
    for package, kind in _LATE.items():
        spec = find_spec(package)
        if spec is not None:
            late = kind(package)
            late.__dict__.update(vars(module_from_spec(spec)))
            sys.modules[package] = late
    gc.disable()
    try:
        yield
    finally:
        # What is imported stays: the collector need not look at it again.
        gc.freeze()
        gc.enable()
