"""Keep the pages that tests of the cockpit write, to look at or to hold against rules.

`python -m tools.draw_pages FOLDER` runs these tests and writes the longest page of each
file of tests as `FOLDER/<file>.html`: real pages, without a lake or a demo.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from tools.house import ROOT
from wv.report import page

if TYPE_CHECKING:
    from wv.report.model import Edition

TESTS = [
    ROOT / "cockpit/tests" / name for name in ("test_page.py", "test_shop_page.py")
]
"""Tests of whole pages: of the weather, and of a shop."""


class Keeper:
    """A plugin of pytest's that listens to `page.write`."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self._file = ""

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Know whose test begins."""
        self._file = Path(nodeid.partition("::")[0]).stem

    def write(self, edition: Edition) -> str:
        """Write a page as ever, and keep it if it is the longest of its file."""
        text = self._write(edition)
        self.pages[self._file] = max(self.pages.get(self._file, ""), text, key=len)
        return text

    _write = staticmethod(page.write)


def main() -> int:
    """Write the pages into the folder named on the command line."""
    folder = Path(sys.argv[1])
    keeper = Keeper()
    with mock.patch.object(page, "write", keeper.write):
        line = [*map(str, TESTS), "-q", "-m", "not browser"]
        code = pytest.main(line, plugins=[keeper])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in keeper.pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    print(f"{len(keeper.pages)} pages in {folder}")
    return int(code) if keeper.pages else 1


if __name__ == "__main__":
    sys.exit(main())
