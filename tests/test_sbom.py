"""The bill of materials names what is shipped, and nothing of the machine."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tools import write_sbom
from tools.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MIT = [{"license": {"id": "MIT"}}]
HOMEPAGE = {"type": "website", "url": "https://example.com"}
PLACE = {"type": "distribution", "url": "file:///srv/build/tap-x"}


def bill() -> dict[str, Any]:
    """One package of ours, installed from a folder, and one that it needs."""
    return {
        "components": [
            {
                "bom-ref": "tap-x==1",
                "name": "tap-x",
                "licenses": MIT,
                "externalReferences": [PLACE, HOMEPAGE],
            },
            {"bom-ref": "tap-y==1", "name": "tap-y", "licenses": MIT}
            | {"externalReferences": [PLACE]},
            {"bom-ref": "lib==2", "name": "lib", "licenses": MIT},
        ],
        "dependencies": [
            {"ref": "root-component"},
            {"ref": "tap-x==1", "dependsOn": ["lib==2"]},
        ],
    }


def test_no_place_of_the_machine_is_told():
    found = write_sbom.finished(bill())

    assert "file:" not in json.dumps(found)
    assert [c.get("externalReferences") for c in found["components"]] == [
        [HOMEPAGE],
        None,
        None,
    ]


def test_the_root_needs_what_comes_from_this_checkout():
    root, tap = write_sbom.finished(bill())["dependencies"]

    assert root == {"ref": "root-component", "dependsOn": ["tap-x==1", "tap-y==1"]}
    assert tap == {"ref": "tap-x==1", "dependsOn": ["lib==2"]}


def named(name: str) -> dict[str, Any]:
    return {"license": {"name": name}}


@pytest.mark.parametrize(
    ("licences", "doubt"),
    [
        ([], "lib: none is declared"),
        ([named("UNKNOWN")], "lib: none is declared"),
        ([named("License :: Other/Proprietary License")], "lib: none is declared"),
        ([{"license": {"id": "AGPL-3.0-only"}}], "lib: AGPL-3.0-only"),
        ([{"expression": "MIT AND LGPL-2.1"}], "lib: MIT AND LGPL-2.1"),
    ],
)
def test_a_component_that_may_not_be_shipped_is_refused(licences, doubt):
    unclear = bill()
    unclear["components"][2]["licenses"] = licences

    with pytest.raises(write_sbom.LicenceError, match=f": {doubt}$"):
        write_sbom.finished(unclear)


@pytest.mark.parametrize(
    "licences",
    [
        [{"expression": "MIT OR GPL-2.0-only"}],
        [{"license": {"id": "MPL-2.0"}}],
        [named("License :: OSI Approved :: BSD License"), named("UNKNOWN")],
    ],
)
def test_a_component_that_may_be_shipped_is_taken(licences):
    clear = bill()
    clear["components"][2]["licenses"] = licences

    assert len(write_sbom.finished(clear)["components"]) == 3


def test_the_file_is_finished_in_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    path = tmp_path / "sbom.json"
    path.write_text(json.dumps(bill()), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["write_sbom", str(path)])

    assert write_sbom.main() == 0

    assert json.loads(path.read_text("utf-8")) == write_sbom.finished(bill())
    assert capsys.readouterr().out.startswith("3 components")


def test_a_bill_that_cannot_be_finished_says_why_and_fails(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    unclear = bill()
    unclear["components"][2]["licenses"] = []
    path = tmp_path / "sbom.json"
    path.write_text(json.dumps(unclear), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["write_sbom", str(path)])

    assert write_sbom.main() == 1
    assert "lib: none is declared." in capsys.readouterr().err


def recipe(target: str) -> tuple[str, str]:
    """What a target needs, and what it does."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [found] = re.findall(rf"(?m)^{target}: ?(.*)##.*\n((?:\t.*\n)+)", makefile)
    needs, does = found
    return needs, does


def test_security_tells_of_the_targets_and_make_has_them():
    security = (ROOT / "SECURITY.md").read_text(encoding="utf-8")

    assert {"`make sbom`", "`make audit`"} <= {*re.findall(r"`[^`]+`", security)}
    assert "tools.write_sbom" in recipe("sbom")[1]
    assert "tools.audit" in recipe("audit")[1]
    assert "audit" not in recipe("test")[0], "tests ask no network"
