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


def test_a_component_without_a_licence_is_refused():
    unclear = bill()
    unclear["components"][2]["licenses"] = []

    with pytest.raises(LookupError, match="lib"):
        write_sbom.finished(unclear)


def test_the_file_is_finished_in_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    path = tmp_path / "sbom.json"
    path.write_text(json.dumps(bill()), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["write_sbom", str(path)])

    write_sbom.main()

    assert json.loads(path.read_text("utf-8")) == write_sbom.finished(bill())
    assert capsys.readouterr().out.startswith("3 components")


def test_security_tells_of_the_targets_and_make_has_them():
    security = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [audit] = re.findall(r"(?m)^audit:.*\n((?:\t.*\n)+)", makefile)
    [test] = re.findall(r"(?m)^test: (.*)##", makefile)

    assert {"`make sbom`", "`make audit`"} <= {*re.findall(r"`[^`]+`", security)}
    assert "--strict" in audit
    assert "constraints.txt" in audit
    assert "audit" not in test, "tests ask no network"
