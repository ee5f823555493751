"""Makes the rows of a report: told apart, merged, and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.googleads.gaql.compatibility import CONVERSION_SEGMENTS, SHARES
from wv_sandbox.googleads.rows import entities
from wv_sandbox.googleads.rows.library import CHECKOUT, PURCHASE, Action, action_name
from wv_sandbox.googleads.rows.lists import LISTS
from wv_sandbox.googleads.rows.metrics import METRICS, search_share
from wv_sandbox.googleads.rows.reports import OTHERS, REPORTS
from wv_sandbox.googleads.rows.scene import EPOCH
from wv_sandbox.googleads.rows.segments import PRODUCTS, SEGMENTS, product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wv_sandbox.ads.book import AdBook
    from wv_sandbox.googleads.gaql.dates import Window
    from wv_sandbox.googleads.gaql.query import Query
    from wv_sandbox.googleads.rows.scene import Scene, Values

    Key = Mapping[str, Any]
    Sums = dict[str, int]
    _Teller = tuple[tuple[str, ...], Callable[[Key], Values]]

_SEARCHED: Final = "searched"
"""Impressions of search, counted for the shares of it."""
_SEARCH_KINDS: Final = frozenset({"SEARCH", "SHOPPING"})


def report_rows(scene: Scene, query: Query, days: Window) -> list[Values]:
    """Make the rows of a resource that has metrics.

    Args:
        scene: The account.
        query: What is asked, checked.
        days: What it is about; open ends reach as far as there is anything.
    """
    return [] if scene.book is None else _Tally(scene, scene.book, query).rows(days)


class _Merged(dict[tuple[object, ...], "tuple[Values, Sums]"]):
    """Rows by what makes them one, each with its sums."""


class _Tally:
    """The making of one report."""

    def __init__(self, scene: Scene, book: AdBook, query: Query) -> None:
        self._scene = scene
        self._book = book
        self._query = query
        self._report = REPORTS[query.resource]
        named = query.named
        self._metrics = [path for path in named if path.startswith("metrics.")]
        self._segments = [p for p in query.fields if p.startswith("segments.")]
        heads = dict.fromkeys(path.partition(".")[0] for path in named)
        self._others = [h for h in heads if h in OTHERS and h != query.resource]
        names = (f"{head}.resource_name" for head in (*heads, query.resource))
        self._wanted = {*named, *names, *query.sent}
        self._told: dict[tuple[object, ...], Values] = {}
        self._tellers = list(self._make_tellers())
        self._by = self._dimensions()

    def _dimensions(self) -> tuple[str, ...]:
        by = [*self._report.by, *self._report.needs]
        by += [OTHERS[head][0] for head in self._others]
        if self._query.resource in OTHERS:
            by.append(OTHERS[self._query.resource][0])
        for path in self._segments:
            if path in PRODUCTS:
                by.append("product")
            elif path not in CONVERSION_SEGMENTS:
                by += SEGMENTS[path].by
        if not SHARES.isdisjoint(self._metrics):
            by.append("kind")
        return tuple(dict.fromkeys(by))

    def rows(self, days: Window) -> list[Values]:
        """Make the rows: of all things, or with segments of what there was."""
        found = self._merged(days)
        if not self._segments and self._query.resource in LISTS:
            return list(self._of_all(found))
        rows = [
            values | self._measured(identity, sums)
            for identity, (values, sums) in found.items()
        ]
        return [values for values in rows if self._is_shown(values)]

    def _of_all(self, found: _Merged) -> Iterator[Values]:
        """Put what was counted beside each thing that there is, idle ones too."""
        name_of = f"{self._query.resource}.resource_name"
        nothing = dict.fromkeys((*self._counts, _SEARCHED), 0)
        by_name = {values[name_of]: sums for values, sums in found.values()}
        for values in LISTS[self._query.resource](self._scene):
            name = values[name_of]
            yield values | self._measured((name,), by_name.get(name, nothing))

    @property
    def _counts(self) -> tuple[str, ...]:
        """Measures of the book that the metrics need."""
        found = [
            count
            for path in self._metrics
            for count in (METRICS[path].counts if path in METRICS else ())
        ]
        return tuple(dict.fromkeys((*found, "impressions")))

    def _merged(self, days: Window) -> _Merged:
        """Count the book's groups under the rows that they belong to."""
        scene, merged = self._scene, _Merged()
        facts = self._book.facts(
            days.first or EPOCH,
            days.last or scene.today,
            scene.now,
            self._by,
            self._counts,
        )
        for found, counted in facts.rows():
            key = dict(zip(self._by, found, strict=True))
            if not self._report.keeps(key):
                continue
            searches = key.get("kind") in _SEARCH_KINDS
            counted[_SEARCHED] = counted["impressions"] if searches else 0
            for here, action, sums in self._parts(key, counted):
                values = self._values(here, action)
                identity = self._identity(values)
                if identity in merged:
                    known = merged[identity][1]
                    for name, number in sums.items():
                        known[name] += number
                else:
                    merged[identity] = values, dict(sums)
        return merged

    def _parts(self, key: Key, sums: Sums) -> Iterator[tuple[Key, Action | None, Sums]]:
        """Give what one group of the book counts for: rows, and conversion actions."""
        for here in self._report.spread(key):
            if CONVERSION_SEGMENTS.isdisjoint(self._segments):
                yield here, None, sums
                continue
            yield here, PURCHASE, sums | {"checkouts": 0}
            nothing = dict.fromkeys(sums, 0)
            yield here, CHECKOUT, nothing | {"checkouts": sums.get("checkouts", 0)}

    def _identity(self, values: Values) -> tuple[object, ...]:
        heads = (self._query.resource, *self._others)
        names = (values.get(f"{head}.resource_name") for head in heads)
        return (*names, *(values.get(path) for path in self._segments))

    def _values(self, key: Key, action: Action | None) -> Values:
        """Tell all that is wanted of a row, but for its metrics."""
        values: Values = {}
        for number, (dimensions, tell) in enumerate(self._tellers):
            known = number, *(key[name] for name in dimensions)
            told = self._told.get(known)
            if told is None:
                full = tell(key)
                told = {path: full[path] for path in self._wanted if path in full}
                self._told[known] = told
            values |= told
        for path in self._segments:
            found = self._segment(path, key, action)
            if found is not None:
                values[path] = found
        return values

    def _make_tellers(self) -> Iterator[_Teller]:
        """Give what tells of each resource of a row, and the dimensions it needs."""
        scene, report = self._scene, self._report
        yield (), lambda _: entities.customer(scene)
        for head in (*self._others, self._query.resource):
            if head in OTHERS:
                dimension, tell = OTHERS[head]
                yield (dimension,), _of_one(scene, dimension, tell)
        yield report.by, lambda key: report.own(scene, key)

    def _segment(self, path: str, key: Key, action: Action | None) -> object:
        if path in PRODUCTS:
            return product(path, self._book.shop.catalogue.products[key["product"]])
        if action is None or path not in CONVERSION_SEGMENTS:
            return SEGMENTS[path].of(key)
        return {
            "segments.conversion_action": action_name(self._scene, action),
            "segments.conversion_action_name": action.name,
        }.get(path, action.category)

    def _measured(self, identity: tuple[object, ...], sums: Sums) -> Values:
        found: Values = {}
        for path in self._metrics:
            if path in METRICS:
                number = METRICS[path].of(sums)
            else:
                number = search_share(path, identity, sums[_SEARCHED])
            if number is not None:
                found[path] = number
        return found

    def _is_shown(self, values: Values) -> bool:
        """Tell whether a row is shown: with segments, if some metric is not 0."""
        if not self._segments or not self._metrics:
            return True
        return any(values.get(path) for path in self._metrics)


def _of_one(
    scene: Scene, dimension: str, tell: Callable[[Scene, Any], Values]
) -> Callable[[Key], Values]:
    return lambda key: tell(scene, key[dimension])
