"""Calls to an account's server: JSON there and back, to public addresses only, within limits."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from belisha.channels.connectors import ConnectorError
from belisha.sandbox.addresses import FetchError
from belisha.sandbox.fetching import send

SECONDS, MOST = 20.0, 1 << 20


@dataclass(frozen=True, slots=True)
class RemoteAnswer:
    """What a server answered: the status, and the JSON it sent (None if it sent none)."""

    status: int
    values: Any

    @property
    def is_good(self) -> bool:
        """Return whether the server did what it was asked."""
        return 200 <= self.status < 300

    def text(self, *names: str) -> str:
        """Return a text inside the JSON, empty if it is not there."""
        found = self.values
        for name in names:
            found = found.get(name) if isinstance(found, dict) else None
        return found if isinstance(found, str) else ""


def call(
    method: str,
    url: str,
    *,
    values: Mapping[str, Any] | None = None,
    content: bytes = b"",
    headers: Mapping[str, str],
) -> RemoteAnswer:
    """Ask a server and return its answer, whatever the status. Raise ConnectorError if there is none.

    Secrets go over https alone, unless the site may fetch from private networks, for trials.
    """
    if not settings.BELISHA_FETCH_PRIVATE and not url.startswith("https://"):
        raise ConnectorError(
            "A password is sent over https only. Enter an address that begins with https://."
        )
    body = json.dumps(values).encode() if values is not None else content
    kinds = {"Content-Type": "application/json"} if values is not None else {}
    try:
        answer = send(
            url,
            body=body,
            headers={**kinds, **headers},
            method=method,
            private=settings.BELISHA_FETCH_PRIVATE,
            seconds=SECONDS,
            most=MOST,
        )
    except FetchError as error:
        raise ConnectorError(str(error)) from error
    return RemoteAnswer(answer.status, _json(answer.body))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
