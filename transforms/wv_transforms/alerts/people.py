"""Alerts to people: a chat, a mail, a telephone, by Apprise.

Apprise is an extra; its addresses hold tokens and passwords, and so no line of its own
log, no address and no host leaves this module.
https://github.com/caronc/apprise
"""

from __future__ import annotations

import hashlib
import logging
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

from wv_transforms.alerts.receiver import DeliveryError
from wv_transforms.alerts.wording import one_line, that_fit
from wv_transforms.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apprise import Apprise, NotifyBase

URLS = "WV_ALERT_APPRISE_URLS"
TIMEOUT_SECONDS = 30.0
"""Longest time for a message; what came too late may have arrived."""
POSTS = 10
"""Messages of a build: many services take one each five seconds."""
_TYPES = {"INFO": "success", "WARN": "warning", "ERROR": "failure"}
"""Apprise's type by severity; only what is over is `INFO`."""
_RANK = tuple(_TYPES)


@dataclass(frozen=True, slots=True)
class Address:
    """One address of Apprise's.

    Attributes:
        service: It, with its tokens.
        url: As Apprise spells it, with all tokens.
        number: Which of the addresses, from 1.
        tenant: Whose alerts.
        posts: As of every receiver.
    """

    service: NotifyBase = field(repr=False)
    url: str = field(repr=False)
    number: int
    tenant: str
    posts: ClassVar[int] = POSTS

    @classmethod
    def from_environment(
        cls, tenant: str, environment: Mapping[str, str] = os.environ
    ) -> tuple[Self, ...]:
        """The addresses that the environment names, parted by spaces or commas.

        Raises:
            ProjectError: If Apprise is missing, or does not know one of them.
        """
        urls = environment.get(URLS, "").strip()
        if not urls:
            return ()
        manager = _manager()
        with _silence():
            known = manager.add(urls)
        if not known:
            raise ProjectError(
                what=f"Apprise knows {len(manager)} of the addresses and not all.",
                where=f"environment variable {URLS}",
                next_step="try each with `apprise --body test <address>`; "
                "some need a package of their own",
            )
        found = zip(manager, manager.urls(), strict=True)
        return tuple(
            cls(_cutting(service), url, number, tenant)
            for number, (service, url) in enumerate(found, start=1)
        )

    @property
    def name(self) -> str:
        """Which address, by number and service."""
        return f"address {self.number} of {URLS} ({self.service.service_name})"

    @property
    def mark(self) -> str:
        """Names the address in the outbox; slow to make, for it may hold a password."""
        url, salt = self.url.encode(), self.tenant.encode()
        return hashlib.scrypt(url, salt=salt, n=2**14, r=8, p=1, dklen=8).hex()

    def deliver(self, events: Sequence[Mapping[str, Any]], unix_time: int) -> int:
        """Send as many of the first events as one message holds.

        Args:
            events: CloudEvents.
            unix_time: Not told: chats and mails have a time of their own.

        Returns:
            How many it held, at least one.

        Raises:
            DeliveryError: If the service did not take it.
        """
        del unix_time
        title = f"WeatherVane: data of {self.tenant}"
        lines = that_fit(
            [one_line(event) for event in events],
            # A service without titles puts them above the text.
            above="" if self.service.title_maxlen > 0 else title,
            room=self.service.body_maxlen,
            most=self.service.body_max_line_count or None,
        )
        told = events[: len(lines)]
        worst = max((event["severitytext"] for event in told), key=_RANK.index)
        manager = _manager()
        manager.add(self.service)
        with (
            _silence(),
            manager.notify(
                body="\n".join(lines),
                title=title,
                notify_type=_TYPES[worst],
                body_format="text",
            ) as result,
        ):
            taken = bool(result)
        if not taken:
            msg = f"{self.name} did not take them"
            raise DeliveryError(msg)
        return len(told)


def _cutting(service: NotifyBase) -> NotifyBase:
    """Cut what is too long: a text refused for its length is refused for ever."""
    modes = type(service.overflow_mode)
    if service.overflow_mode is modes.UPSTREAM:
        service.overflow_mode = modes.TRUNCATE
    return service


def _manager() -> Apprise:
    """Apprise without redirects, without files and without a log.

    Raises:
        ProjectError: If it is not installed.
    """
    try:
        import apprise  # noqa: PLC0415 - an extra, and slow to import.
    except ModuleNotFoundError as error:
        raise ProjectError(
            what="Alerts shall go out by Apprise, which is not installed.",
            where=f"environment variable {URLS}",
            next_step="install the extra `weathervane-cockpit[apprise]`, "
            "or take the variable away",
        ) from error
    # A call that outlasts its time may still write lines afterwards.
    apprise.logger.propagate = False
    asset = apprise.AppriseAsset(
        app_id="WeatherVane",
        app_desc="Alerts of the data",
        async_mode=False,
        http_redirects=False,
        storage_mode="memory",
        service_timeout=TIMEOUT_SECONDS,
    )
    return apprise.Apprise(asset=asset)


@contextmanager
def _silence() -> Iterator[None]:
    """No log of any library: lines of Apprise and its helpers may hold an address."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
