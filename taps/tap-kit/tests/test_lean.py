"""Strangers stay out of a tap's process, and garbage is looked for again afterwards."""

from __future__ import annotations

import gc
import importlib
import sys

import pytest

from tap_kit.lean import STRANGERS, lean


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    yield
    gc.unfreeze()
    gc.enable()


def test_a_stranger_is_not_found_though_it_is_there(monkeypatch, tmp_path):
    (tmp_path / "psutil.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "psutil", raising=False)

    with lean():
        pass

    with pytest.raises(ModuleNotFoundError) as refused:
        importlib.import_module("psutil")
    assert refused.value.name == "psutil"


def test_everything_else_is_found(monkeypatch, tmp_path):
    (tmp_path / "no_stranger.py").write_text("HERE = True", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    with lean():
        found = importlib.import_module("no_stranger")

    assert found.HERE
    assert "no_stranger" not in STRANGERS


def test_garbage_waits_for_the_imports_and_never_sees_them():
    before = gc.get_freeze_count()

    with lean():
        assert not gc.isenabled()

    assert gc.isenabled()
    assert gc.get_freeze_count() > before


def test_garbage_is_looked_for_again_after_a_failure():
    with pytest.raises(ImportError), lean():
        importlib.import_module("tap_kit.nowhere")

    assert gc.isenabled()
