"""A build as OpenLineage events: runs, tables, columns, assertions.

A run of the build, below it a run of each table that was computed and one of the gate,
whose inputs bear the rules as assertions; each with a START and a COMPLETE or FAIL.
Views run nowhere: they are told as jobs. Plain objects, so that nothing has to be
installed; tests hold them against the classes of the official client.
https://openlineage.io/spec/2-0-2/OpenLineage.json
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from wv_transforms.errors import GateError
from wv_transforms.report import facets
from wv_transforms.report.facets import PRODUCER, SPEC, VERSION, facet
from wv_transforms.settings import RELATION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from wv_transforms.report.record import BuildRecord

Event = dict[str, Any]


def events(record: BuildRecord) -> Iterator[Event]:
    """The events of a build, in the order in which things happened."""
    lineage = _Lineage(record)
    yield lineage.build("START", record.started_at)
    for name in record.order:
        if not record.model(name).is_table:
            yield lineage.view(name)
        elif name in record.candidate.built:
            made = record.candidate.made[name]
            yield lineage.model("START", made.started_at, name)
            yield lineage.model("COMPLETE", made.finished_at, name)
    if record.results:
        refused = isinstance(record.error, GateError)
        yield lineage.gate("START", record.end)
        yield lineage.gate("FAIL" if refused else "COMPLETE", record.end)
    yield lineage.build("FAIL" if record.error else "COMPLETE", record.end)


class _Lineage:
    """Makes the events of one build."""

    def __init__(self, record: BuildRecord) -> None:
        self.record = record
        self.namespace = f"weathervane://{record.candidate.tenant}"
        self.run_id = uuid.UUID(record.candidate.run_id)

    def build(self, kind: str, at: datetime) -> Event:
        """The build as a whole."""
        engine = self.record.candidate.engine
        told = {
            "processing_engine": facet(
                "ProcessingEngineRunFacet",
                name=engine.name,
                version=engine.version,
                openlineageAdapterVersion=VERSION,
            )
        }
        run = {"runId": str(self.run_id), "facets": told | self._why(kind)}
        return self._event(kind, at, run=run, job=self._job("build", "BUILD"))

    def model(self, kind: str, at: datetime, name: str) -> Event:
        """One table: what it read and, at its end, what it became."""
        outputs = [self._output(name)] if kind == "COMPLETE" else []
        return self._event(
            kind,
            at,
            run=self._child(name),
            job=self._model_job(name),
            inputs=self._inputs(name),
            outputs=outputs,
        )

    def view(self, name: str) -> Event:
        """A view, which is computed where it is read."""
        event = self._event(
            None,
            self.record.started_at,
            job=self._model_job(name),
            inputs=self._inputs(name),
            outputs=[self._output(name)],
        )
        return event | {"schemaURL": f"{SPEC}/2-0-2/OpenLineage.json#/$defs/JobEvent"}

    def gate(self, kind: str, at: datetime) -> Event:
        """The gate: tables, and what the rules have found in them."""
        by_model = defaultdict(list)
        for result in self.record.results:
            by_model[result.model].append(result)
        inputs = [
            self._dataset(name)
            | {"inputFacets": {"dataQualityAssertions": facets.assertions(results)}}
            for name, results in by_model.items()
        ]
        run = self._child("gate")
        run["facets"] |= self._why(kind)
        job = self._job("gate", "GATE")
        return self._event(kind, at, run=run, job=job, inputs=inputs)

    def _event(self, kind: str | None, at: datetime, **parts: object) -> Event:
        told = {} if kind is None else {"eventType": kind}
        return {
            **told,
            "eventTime": at.isoformat(),
            "producer": PRODUCER,
            "schemaURL": f"{SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent",
            **parts,
        }

    def _job(self, name: str, kind: str) -> dict[str, Any]:
        told = facet(
            "JobTypeJobFacet",
            processingType="BATCH",
            integration="WEATHERVANE",
            jobType=kind,
        )
        return {"namespace": self.namespace, "name": name, "facets": {"jobType": told}}

    def _model_job(self, name: str) -> dict[str, Any]:
        model = self.record.model(name)
        job = self._job(facets.dataset_name(self.record.project, name), "MODEL")
        job["facets"]["sql"] = facet("SQLJobFacet", query=model.sql, dialect="duckdb")
        return job

    def _child(self, name: str) -> dict[str, Any]:
        """A run below that of the build."""
        build = {
            "run": {"runId": str(self.run_id)},
            "job": {"namespace": self.namespace, "name": "build"},
        }
        parent = facet("ParentRunFacet", **build, root=build)
        run_id = str(uuid.uuid5(self.run_id, name))
        return {"runId": run_id, "facets": {"parent": parent}}

    def _why(self, kind: str) -> dict[str, Any]:
        """Why a run failed; not the message, which may quote a value of the data."""
        error = self.record.error
        if kind != "FAIL" or error is None:
            return {}
        message = f"{type(error).__name__}: {error.where}. Next: {error.next_step}."
        told = facet("ErrorMessageRunFacet", message=message, programmingLanguage="SQL")
        return {"errorMessage": told}

    def _inputs(self, name: str) -> list[dict[str, Any]]:
        read = sorted(self.record.graph.inputs[name] - {RELATION})
        return [self._dataset(relation) for relation in read]

    def _output(self, name: str) -> dict[str, Any]:
        project, model = self.record.project, self.record.model(name)
        dataset = self._dataset(name)
        dataset["facets"]["columnLineage"] = facets.column_lineage(
            project, model, self.namespace
        )
        if model.is_table:
            rows = self.record.candidate.made[name].table.rows
            told = facet("OutputStatisticsOutputDatasetFacet", rowCount=rows)
            dataset["outputFacets"] = {"outputStatistics": told}
        return dataset

    def _dataset(self, relation: str) -> dict[str, Any]:
        candidate, project = self.record.candidate, self.record.project
        if relation in project.models:
            told = facets.described(project.models[relation])
        else:
            told = {"schema": facets.schema(project.sources[relation].columns)}
        table = candidate.table(relation)
        if table is not None:
            told["version"] = facets.table_version(table)
            told["symlinks"] = facets.place(candidate.lake.path(table.name))
        name = facets.dataset_name(project, relation)
        return {"namespace": self.namespace, "name": name, "facets": told}
