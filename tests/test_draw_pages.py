"""Pages are kept as tests write them, one of each file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools import draw_pages

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

BOX = """
from wv.report import page
from wv.report.model import Edition

def written(tenant):
    return page.write(Edition(tenant, None, None, ()))

def test_two_pages():
    assert written("acme-and-sons") != written("acme")

def test_that_fails():
    assert written("acme") == "another page"
"""


def draw(monkeypatch: pytest.MonkeyPatch, folder: Path, *tests: Path) -> int:
    monkeypatch.setattr(draw_pages, "TESTS", tests)
    monkeypatch.setattr(sys, "argv", ["draw_pages", str(folder)])
    return draw_pages.main()


def test_the_longest_page_of_a_file_is_kept_whatever_its_test_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    box = tmp_path / "test_box.py"
    box.write_text(BOX, encoding="utf-8")

    assert draw(monkeypatch, tmp_path / "pages", box) == 1

    [kept] = (tmp_path / "pages").iterdir()
    assert kept.name == "test_box.html"
    assert "acme-and-sons" in kept.read_text("utf-8")


def test_a_file_that_is_gone_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert draw(monkeypatch, tmp_path / "pages", tmp_path / "test_gone.py") != 0


def test_the_files_that_pages_come_from_are_there():
    assert all(path.is_file() for path in draw_pages.TESTS)
