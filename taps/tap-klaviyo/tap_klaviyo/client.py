"""What every stream of Klaviyo shares: where it asks, and how far it has read.

https://developers.klaviyo.com/en/reference/api_overview
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_kit.errors import DataError, SkipError
from tap_kit.fields import FieldReader, fields
from tap_kit.planning import Reading
from tap_kit.stream import KitStream
from tap_klaviyo.cursor import Cursor
from tap_klaviyo.deletes import DELETED_AT
from tap_klaviyo.filters import both, compared
from tap_klaviyo.rates import S

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from singer_sdk.helpers.types import Context

    from tap_kit.fields import FieldSchema
    from tap_klaviyo.cursor import Span
    from tap_klaviyo.rates import Rate
    from tap_klaviyo.tap import TapKlaviyo

WHOLE = "all"
"""The one part of a stream that is not asked in parts."""


class KlaviyoStream(KitStream):
    """A stream that walks the pages of one endpoint, part by part.

    What a stream writes: its endpoint, its columns, and where its endpoint knows
    changes the field to filter and sort by.
    """

    schema: ClassVar[FieldSchema]
    url_base = ""
    endpoint: ClassVar[str]
    """Path, with `{id}` where a parent's id stands."""
    rate: ClassVar[Rate] = S
    page_size: ClassVar[int | None] = None
    """The endpoint's maximum; None where it takes no page size."""
    include: ClassVar[str] = ""
    """Relationships whose resources come along."""
    only: ClassVar[tuple[str, str]] = ("", "")
    """Type and its fields, where not all of them are wanted."""
    changed: ClassVar[str | None] = None
    """Field that the endpoint filters and sorts by; None reads all each run."""
    operators: ClassVar[tuple[str, str]] = ("greater-or-equal", "less-or-equal")
    """What the field takes for the bounds; the second is empty where it takes none."""
    sorts: ClassVar[bool] = True
    """Whether the server keeps to the order that it is asked for."""
    scope: ClassVar[str]
    """What the key must be allowed to read."""
    since_revision: ClassVar[str] = ""
    """The first revision that has it; an older one leaves the stream empty."""
    finds_deletes: ClassVar[bool] = True
    """Whether rows that are gone are told by tombstones."""
    keeps_own_state = True
    is_partial = False
    """Whether something was left out, so that nothing follows from what is missing."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.finds_deletes and "schema" in vars(cls):
            cls.schema = fields(*cls.schema.fields, DELETED_AT)

    @property
    @override
    def tap(self) -> TapKlaviyo:
        return self._tap  # type: ignore[return-value] # Only this tap makes it.

    @property
    @override
    def emit_activate_version_messages(self) -> bool:
        """Never: a run brings what is new, and activating it would drop the rest."""
        return False

    @cached_property
    def cursor(self) -> Cursor:
        """How far each part has been read; writes itself into the stream's state."""
        return Cursor(
            self.stream_state,
            end=self.tap.end,
            lookback=self.lookback,
            start=self.tap.start_date,
        )

    @cached_property
    def reader(self) -> FieldReader:
        """Makes records of resources."""
        return FieldReader(self.schema, self.tap.people)

    # ---------- what a stream may override

    @property
    def lookback(self) -> timedelta:
        """How far back what was read is read again."""
        return timedelta(days=self.config["lookback_days"])

    def parts(self) -> Iterator[tuple[str, str, str]]:
        """Give the name, the id in the path, and the filter of each part."""
        yield WHOLE, "", ""

    def rows(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        """Give the records of one resource."""
        del page, part
        yield self.reader.record(resource)

    # ---------- before the run

    @property
    def known_parts(self) -> tuple[str, ...]:
        """The names of the parts that are known without asking."""
        return (WHOLE,)

    def reading(self) -> Reading:
        """Return what this run would ask at least: a page of each part."""
        starts = [self.cursor.span(part).start for part in self.known_parts]
        return Reading(
            stream=self.name,
            start=min((at for at in starts if at), default=None),
            end=self.tap.end,
            requests=len(self.known_parts),
        )

    def try_out(self) -> object:
        """Ask for the first page of the first part.

        Raises:
            TapError: As the error rules say.
        """
        for _, identity, condition in self.parts():
            return next(self._walk(identity, {"filter": condition}), None)
        return None

    # ---------- the walk

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        if self.since_revision > self.config["revision"]:
            self.logger.info(
                "%s: nothing before revision %s", self.name, self.since_revision
            )
            return
        records = self._all_parts()
        if self.finds_deletes and self.config["include_deleted"]:
            records = self.tap.deletes.follow(self, records)
        yield from records
        self.note_checkpoint()

    def note_checkpoint(self) -> None:
        """Say in the run's summary how far the stream has come."""
        if reached := self.cursor.checkpoint:
            self.tap.report.add_checkpoint(self.name, reached)

    @override
    def skip(self, error: SkipError) -> None:
        self.is_partial = True
        super().skip(error)

    def all_ids(self) -> Iterator[str]:
        """Give the id of all that is there, changed or not."""
        for _, identity, condition in self.parts():
            try:
                for page in self._walk(identity, {"filter": condition}):
                    yield from (str(r["id"]) for r in _resources(page, self.name))
            except SkipError as error:
                self.skip(error)

    def _all_parts(self) -> Iterator[dict[str, Any]]:
        for part, identity, condition in self.among(self.parts()):
            try:
                yield from self._part(part, identity, condition)
            except SkipError as error:
                self.skip(error)

    def _part(
        self, part: str, identity: str, condition: str
    ) -> Iterator[dict[str, Any]]:
        span = self.cursor.span(part)
        if not self.changed or span.start is None or span.start <= span.end:
            yield from self._pages(part, identity, condition, span)
        if self.changed:
            self.cursor.finish(part)

    def _pages(
        self, part: str, identity: str, condition: str, span: Span
    ) -> Iterator[dict[str, Any]]:
        seen: set[tuple[str, Any]] = set()
        for page in self._walk(identity, self._parameters(condition, span)):
            for resource in _resources(page, self.name):
                mark = str(resource["id"]), self._changed_at(resource)
                if mark in seen:
                    continue
                if self.changed:  # A page may show again what an earlier one showed.
                    seen.add(mark)
                yield from self._records(resource, page, part)
                if self.sorts and isinstance(mark[1], str):
                    at = datetime.fromisoformat(mark[1])
                    self.cursor.advance(part, at)
                    self.foresee(span.share(at))

    def _records(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        try:
            yield from self.rows(resource, page, part)
        except ValueError as error:
            step = "the API has changed: report this line"
            raise DataError(
                str(error), where=f"stream {self.name}", next_step=step
            ) from error

    def _walk(
        self, identity: str, parameters: Mapping[str, str]
    ) -> Iterator[dict[str, Any]]:
        size = {"page[size]": str(self.page_size)} if self.page_size else {}
        asked = {name: value for name, value in parameters.items() if value}
        path = self.endpoint.replace("{id}", identity)
        return self.tap.api.get(
            path, asked | size, endpoint=self.endpoint, rate=self.rate
        )

    def _parameters(self, condition: str, span: Span) -> dict[str, str]:
        parameters = {"filter": both(condition, *self._bounds(span))}
        if self.changed:
            parameters["sort"] = self.changed
        if self.include:
            parameters["include"] = self.include
        if self.only[0]:
            parameters[f"fields[{self.only[0]}]"] = self.only[1]
        return parameters

    def _bounds(self, span: Span) -> Iterator[str]:
        if not self.changed:
            return
        at_least, at_most = self.operators
        if span.start is not None:
            # Some endpoints know only greater-than; a second less asks for the same.
            spare = timedelta(seconds=0 if at_least.endswith("equal") else 1)
            yield compared(at_least, self.changed, span.start - spare)
        if at_most:
            spare = timedelta(seconds=0 if at_most.endswith("equal") else 1)
            yield compared(at_most, self.changed, span.end + spare)

    def _changed_at(self, resource: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON value.
        return resource["attributes"].get(self.changed) if self.changed else None


def _resources(page: Mapping[str, Any], stream: str) -> list[dict[str, Any]]:
    data = page.get("data")
    whole = isinstance(data, list) and all(
        isinstance(resource, dict)
        and resource.get("id")
        and isinstance(resource.get("attributes", {}), dict)
        for resource in data
    )
    if not whole:
        what = "the answer holds no list of resources"
        step = "the API has changed: report this line"
        raise DataError(what, where=f"stream {stream}", next_step=step)
    return [{"attributes": {}, **resource} for resource in data or ()]


def included(page: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what came along with a page, by type and id."""
    found = page.get("included") or ()
    return {(str(r["type"]), str(r["id"])): r for r in found}


def related(resource: Mapping[str, Any], name: str) -> list[tuple[str, str]]:
    """Return type and id of what a resource is related to."""
    relation = (resource.get("relationships") or {}).get(name) or {}
    data = relation.get("data") or []
    links = data if isinstance(data, list) else [data]
    return [(str(link["type"]), str(link["id"])) for link in links]
