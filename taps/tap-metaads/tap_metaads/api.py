"""One way to ask Meta anything: paced, checked, retried, signed, page by page.

https://developers.facebook.com/docs/graph-api/results
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import msgspec
from singer_sdk.streams.rest import HTTPRequest
from typing_extensions import override

from tap_kit.errors import AuthError, DataError, ShrinkError
from tap_kit.stream import KitStream
from tap_metaads.answer import body_of, problem_of
from tap_metaads.errors import RULES, UNKNOWN_FIELD, unknown_field
from tap_metaads.governor import Gate
from tap_metaads.usage import reach_percent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from requests import PreparedRequest, Response
    from singer_sdk.helpers.types import Auth

    from tap_kit.errors import ApiError
    from tap_metaads.tap import TapMetaAds

HOST = "graph.facebook.com"
MOST_PAGES = 100_000
"""A walk that is longer goes in a circle that we have not seen."""
MOST_IDS = 50
"""Objects of one request by id."""
SMALLER = {500: 100, 100: 50}
"""Page sizes where the one before was too much; below, halves."""
UPGRADED = "X-Ad-Api-Version-Warning"


class Graph(KitStream):
    """Graph API. It is a stream to the kit, but none that anybody reads."""

    name = "metaads"
    schema: ClassVar[dict[str, Any]] = {"type": "object", "properties": {}}
    primary_keys = ()
    error_rules = RULES
    payload_as_json = False
    _gate = Gate("", "")
    _is_warned = False
    _hidden = ""

    @property
    @override
    def tap(self) -> TapMetaAds:
        return self._tap  # type: ignore[return-value] # Only this tap makes it.

    @property
    @override
    def url_base(self) -> str:
        return f"{self.tap.host_url}/{self.config['graph_version']}"

    @property
    @override
    def authenticator(self) -> Auth:
        return self._sign

    def _sign(self, request: PreparedRequest) -> PreparedRequest:
        credential = self.tap.credential
        request.headers["Authorization"] = f"Bearer {credential.token()}"
        if proof := credential.proof():
            if proof != self._hidden:
                self.tap.hide(proof)
                self._hidden = proof
            request.prepare_url(request.url, {"appsecret_proof": proof})
        return request

    @override
    @contextmanager
    def paced(self, cost: float) -> Iterator[None]:
        self.tap.governor.aim(self._gate)
        with super().paced(cost):
            yield

    @override
    def after_response(self, response: Response) -> None:
        """Learn how much is used, and that a version is about to end."""
        self.tap.governor.learn(response.headers, self._gate)
        if reach := reach_percent(response.headers):
            self.tap.report.set_metric("reach_reports_used_percent", reach)
        if response.headers.get(UPGRADED) and not self._is_warned:
            self._is_warned = True
            self.logger.warning(
                "%s: Meta answers with a newer version: set graph_version (README)",
                self.config["graph_version"],
            )

    # ---------- one answer

    def get(self, path: str, parameters: Mapping[str, Any], gate: Gate) -> Any:  # noqa: ANN401 - any JSON value.
        """Ask for one object or list.

        Args:
            path: From the version on.
            parameters: Lists and objects are sent as JSON.
            gate: Whose limits it falls under.

        Raises:
            TapError: As the error rules say.
        """
        query: dict[str, Any] = {
            name: _text(name, value) for name, value in parameters.items()
        }
        return self._ask(HTTPRequest(f"{self.url_base}/{path}", params=query), gate)

    def post(self, path: str, parameters: Mapping[str, Any], gate: Gate) -> Any:  # noqa: ANN401 - as above.
        """Send a form, e.g. to start a job.

        Raises:
            TapError: As the error rules say.
        """
        form = {name: _text(name, value) for name, value in parameters.items()}
        url = f"{self.url_base}/{path}"
        return self._ask(HTTPRequest(url, method="POST", data=form), gate)

    def _ask(self, request: HTTPRequest, gate: Gate) -> Any:  # noqa: ANN401 - as above.
        self._gate = gate
        try:
            return body_of(self.fetch(request))
        except AuthError:
            if not self.tap.credential.renew():
                raise
            return body_of(self.fetch(request))

    # ---------- many

    def pages(  # noqa: PLR0913 - three are options.
        self,
        path: str,
        parameters: Mapping[str, Any],
        gate: Gate,
        *,
        limit: int,
        smallest: int = 1,
        keep: Collection[str] = (),
    ) -> Iterator[list[dict[str, Any]]]:
        """Give every page of a list, smaller ones where a page is too much.

        A page that failed is asked again from the same cursor, so no row comes twice.

        Args:
            path: From the version on.
            parameters: `fields` is a list of names.
            gate: Whose limits it falls under.
            limit: Rows of a page.
            smallest: Rows of the smallest page that makes sense.
            keep: Fields that are not left out when Meta does not know them.

        Raises:
            ShrinkError: Even a small page is too much.
            DataError: The pages go in a circle, or are none.
            TapError: As the error rules say.
        """
        query: dict[str, Any] = {**parameters, "limit": min(limit, self._most_rows)}
        seen: set[str] = set()
        while len(seen) < MOST_PAGES:
            try:
                page = self.get(path, query, gate)
            except ShrinkError as error:
                query = self._easier(query, error, smallest, keep)
                continue
            yield _rows(page, path)
            after = _cursor(page, path)
            if after is None:
                return
            if after in seen:
                break
            seen.add(after)
            query["after"] = after
        what = "the pages go in a circle"
        raise _astray(what, path)

    def by_id(
        self, ids: Sequence[str], fields: Sequence[str], gate: Gate
    ) -> list[dict[str, Any]]:
        """Read objects that no list shows, at most `MOST_IDS`.

        Raises:
            TapError: As the error rules say.
        """
        found = self.get("", {"ids": ",".join(ids), "fields": list(fields)}, gate)
        if not isinstance(found, dict):
            what = "the answer holds no objects by id"
            raise _astray(what, "")
        return [thing for thing in found.values() if isinstance(thing, dict)]

    @property
    def _most_rows(self) -> int:
        return int(self.config["page_size"])

    def _easier(
        self,
        query: dict[str, Any],
        error: ApiError,
        smallest: int,
        keep: Collection[str],
    ) -> dict[str, Any]:
        """Return a question that asks for less; raise the error if there is none."""
        if error.rule and error.rule.name == UNKNOWN_FIELD:
            return self._without_field(query, error, keep)
        limit = int(query["limit"])
        smaller = SMALLER.get(limit, limit // 2)
        if smaller < smallest:
            raise error
        self.logger.info("%s Pages of %d from here on.", error.what, smaller)
        return {**query, "limit": smaller}

    def _without_field(
        self, query: dict[str, Any], error: ApiError, keep: Collection[str]
    ) -> dict[str, Any]:
        problem = None if error.response is None else problem_of(error.response)
        name = unknown_field(problem)
        asked = list(query.get("fields", ()))
        if name not in asked or name in keep:
            raise error
        self.tap.leave_out_field(name)
        return {**query, "fields": [field for field in asked if field != name]}


def _text(name: str, value: Any) -> str:  # noqa: ANN401 - any parameter.
    if isinstance(value, str):
        return value
    if name == "fields":
        return ",".join(value)
    return msgspec.json.encode(value).decode()


def _rows(page: Any, path: str) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value.
    rows = page.get("data") if isinstance(page, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        what = "the answer holds no list"
        raise _astray(what, path)
    return rows


def _cursor(page: Mapping[str, Any], path: str) -> str | None:
    """Return where the next page begins: only `paging.next` says that there is one.

    Its URL bears the token and may lead anywhere, so it is read and never asked.
    """
    paging = page.get("paging")
    following = paging.get("next") if isinstance(paging, dict) else None
    if not isinstance(paging, dict) or not following:
        return None
    cursors = paging.get("cursors")
    after = cursors.get("after") if isinstance(cursors, dict) else None
    told = after or "".join(parse_qs(urlsplit(str(following)).query).get("after", ()))
    if not told:
        what = "the next page has no cursor"
        raise _astray(what, path)
    return str(told)


def _astray(what: str, path: str) -> DataError:
    step = "nothing was lost: run again, and report this line if it stays"
    return DataError(what, where=f"Graph API {path}", next_step=step)
