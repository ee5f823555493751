"""The gate's results as JUnit XML, which every CI system shows.

A suite is a table, a case a rule. V2 and V3 fail; V1 passes and says what it saw. A
model that could not be computed is an error.
https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from wv_transforms.errors import GateError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wv_transforms.finding import Finding
    from wv_transforms.report.record import BuildRecord


def junit_xml(record: BuildRecord) -> str:
    """The results of a build as XML text."""
    root = ET.Element("testsuites", name=f"weathervane {record.candidate.tenant}")
    by_model = attrgetter("model")
    for name, results in groupby(sorted(record.results, key=by_model), by_model):
        _add_suite(root, record, name, results)
    if record.error is not None and not isinstance(record.error, GateError):
        _add_error(root, record)
    _count(root, root)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, "unicode")}\n'


def _add_suite(
    root: ET.Element, record: BuildRecord, name: str, results: Iterable[Finding]
) -> None:
    table = f"{record.model(name).layer}.{name}"
    suite = ET.SubElement(
        root, "testsuite", name=table, timestamp=record.end.isoformat()
    )
    for result in results:
        case = ET.SubElement(suite, "testcase", name=result.rule, classname=table)
        if result.fails:
            failure = ET.SubElement(case, "failure", type=result.severity.value)
            failure.set("message", f"{result.count} rows break {result.rule}")
            failure.text = str(result)
        elif not result.holds:
            ET.SubElement(case, "system-out").text = str(result)
    _count(suite, suite)


def _add_error(root: ET.Element, record: BuildRecord) -> None:
    kind = type(record.error).__name__
    suite = ET.SubElement(
        root, "testsuite", name="build", timestamp=record.end.isoformat()
    )
    case = ET.SubElement(suite, "testcase", name="models are computed")
    case.set("classname", "build")
    ET.SubElement(case, "error", type=kind).text = str(record.error)
    _count(suite, suite)


def _count(element: ET.Element, within: ET.Element) -> None:
    for attribute, tag in (
        ("tests", "testcase"),
        ("failures", "failure"),
        ("errors", "error"),
    ):
        element.set(attribute, str(sum(1 for _ in within.iter(tag))))
