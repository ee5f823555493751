"""What is posted is signed, goes to the named host alone, and waits when it must."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from wv_transforms.alerts.receiver import DeliveryError
from wv_transforms.alerts.webhook import SECRET, URL, Webhook
from wv_transforms.errors import ProjectError

if TYPE_CHECKING:
    from wv_transforms.alerts.announce import Outlet

NOW = datetime(2024, 4, 1, 6, tzinfo=UTC)
KEY = "a secret that is long enough to sign with"


@pytest.fixture
def hooked(outlet, receiver) -> Outlet:
    return replace(outlet, receivers=(Webhook(receiver.url, KEY.encode()),))


def told(receiver) -> list[str]:
    return [json.loads(body)["data"]["incident_id"][-1] for _, body in receiver.posts]


def test_a_post_bears_a_signature_that_the_receiver_can_check(hooked, receiver, tell):
    tell(hooked, 1)

    ((headers, body),) = receiver.posts
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(KEY.encode(), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
    assert headers["webhook-id"] == json.loads(body)["id"]
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert headers["content-type"].startswith("application/cloudevents+json")


def test_without_a_secret_nothing_is_signed():
    assert "webhook-signature" not in Webhook("https://a.example").headers("i", b"", 0)


def test_events_are_in_the_file_whatever_the_webhook_does(hooked, receiver, tell):
    receiver.answers = [500]
    tell(hooked, 1)

    (file,) = hooked.events.glob("*.ndjson")
    assert json.loads(file.read_text())["data"]["incident_id"].endswith("/1")


def test_what_was_not_taken_waits_and_goes_first(hooked, receiver, tell):
    receiver.answers = [204, 503]
    tell(hooked, 1, 2, 3)
    assert told(receiver) == ["1", "2"]

    tell(hooked, 4)

    assert told(receiver) == ["1", "2", "2", "3", "4"]
    assert hooked.waiting.read_text() == ""


def test_a_receiver_that_is_gone_stops_nobody(outlet, gone, tell, caplog):
    away = replace(outlet, receivers=(Webhook(gone.url),))

    tell(away, 1)

    assert "1 alerts wait" in caplog.text
    assert "s3cret" not in caplog.text
    assert len(outlet.waiting.read_text().splitlines()) == 1


def test_a_redirect_is_not_followed(receiver):
    receiver.answers = [302]

    with pytest.raises(DeliveryError, match="302"):
        Webhook(receiver.url).deliver([{"id": "1"}], 0)

    assert len(receiver.posts) == 1


def test_a_receiver_that_breaks_the_line_is_told():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Rude) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        hook = Webhook(f"http://127.0.0.1:{server.server_port}/")
        with pytest.raises(DeliveryError, match="cannot be reached"):
            hook.deliver([{"id": "1"}], 0)
        thread.join()


class _Rude(BaseHTTPRequestHandler):
    @override
    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(b"no HTTP at all\r\n")


@pytest.mark.parametrize("url", ["http://a.example/x", "ftp://a.example", "https://"])
def test_only_https_leaves_this_machine(url: str):
    with pytest.raises(ProjectError, match="not https"):
        Webhook(url)


def test_a_short_secret_is_refused():
    with pytest.raises(ProjectError, match="fewer than 24 bytes"):
        Webhook("https://a.example", b"short")


def test_the_environment_names_the_webhook():
    named = Webhook.from_environment({URL: "https://a.example/h", SECRET: KEY})

    assert named == Webhook("https://a.example/h", KEY.encode())
    assert Webhook.from_environment({}) is None
    assert KEY not in repr(named)
    assert "a.example" not in repr(named)
