"""What a tap's process leaves out, so that it begins at once.

Libraries look for others that no tap needs, and import whatever they find: in an
environment that is shared with a lake or with developers that is a third of the start.
"""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from typing import TYPE_CHECKING, Any

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.machinery import ModuleSpec

STRANGERS = frozenset({"chardet", "numpy", "pandas", "psutil"})
"""joblib, requests and pyarrow import these where they are, and do well without."""


class WithoutStrangers(MetaPathFinder):
    """Lets nobody find a package that no tap asked for."""

    @override
    def find_spec(
        self, fullname: str, path: Any, target: Any = None, /
    ) -> ModuleSpec | None:
        if fullname in STRANGERS:
            raise ModuleNotFoundError(name=fullname)
        return None


@contextmanager
def lean() -> Iterator[None]:
    """Import a tap in a process of its own; strangers stay out for good.

    Modules live until the end. So garbage is looked for neither while they come nor,
    later, among them.
    """
    sys.meta_path.insert(0, WithoutStrangers())
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
