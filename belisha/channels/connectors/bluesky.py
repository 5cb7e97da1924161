"""Bluesky, or any other server of the AT Protocol, by an app password.

A record's key is chosen before it is sent, so that a broken attempt is found and not repeated. A post waits
here: there is no scheduling there, and a time in the future is public at once.
"""

import re
import secrets
import time
import unicodedata
from datetime import UTC
from typing import Any
from urllib.parse import urlencode

from belisha.channels.connectors import AccountAccess, Connector, ConnectorError, OutgoingPost, SentPost
from belisha.channels.remote_calls import RemoteAnswer, call

COLLECTION = "app.bsky.feed.post"
MOST_SIGNS, MOST_BYTES = 300, 3000
_SORTED = "234567abcdefghijklmnopqrstuvwxyz"
_LINK = re.compile(r"https?://[^\s<>\"“”]+")
_TAG = re.compile(r"(?<!\S)#(?!\d+\b)(\w{1,64})")
_AFTER_LINK = ".,;:!?)’'"
_JOINER, _FLAGS, _SKINS = "\u200d", range(0x1F1E6, 0x1F200), range(0x1F3FB, 0x1F400)
_NONE = "RecordNotFound"


def new_key() -> str:
    """Return a key of a record as the protocol wants it: a time in microseconds and a clock's number."""
    number = (time.time_ns() // 1000) << 10 | secrets.randbits(10)
    return "".join(_SORTED[number >> 5 * place & 31] for place in reversed(range(13)))


def signs(text: str) -> int:
    """Return how many signs a reader sees, never fewer: letters with their marks, joined pictures, flags."""
    count, is_joined, flags = 0, False, 0
    for sign in text:
        is_part = unicodedata.category(sign) in ("Mn", "Me") or ord(sign) in _SKINS or sign == _JOINER
        flags = flags + 1 if ord(sign) in _FLAGS else 0
        if not (is_part or is_joined or (flags and flags % 2 == 0)):
            count += 1
        is_joined = sign == _JOINER
    return count


def refusal(text: str) -> str:
    """Return why words cannot be sent: both bounds of the protocol count."""
    found = signs(text)
    if found > MOST_SIGNS:
        return f"Bluesky takes {MOST_SIGNS} characters, and this has {found}. Make it shorter."
    if len(text.encode()) > MOST_BYTES:
        return f"Bluesky takes {MOST_BYTES} bytes, and this has {len(text.encode())}. Use fewer emoji."
    return ""


def facets(text: str) -> list[dict[str, Any]]:
    """Return what makes links and tags of a text live, by offsets in bytes of UTF-8."""

    def facet(start: int, end: int, feature: dict[str, str]) -> dict[str, Any]:
        first = len(text[:start].encode())
        index = {"byteStart": first, "byteEnd": first + len(text[start:end].encode())}
        return {"index": index, "features": [feature]}

    found = []
    for match in _LINK.finditer(text):
        address = match[0].rstrip(_AFTER_LINK)
        end = match.start() + len(address)
        found.append(facet(match.start(), end, {"$type": "app.bsky.richtext.facet#link", "uri": address}))
    for match in _TAG.finditer(text):
        feature = {"$type": "app.bsky.richtext.facet#tag", "tag": match[1]}
        found.append(facet(match.start(), match.end(), feature))
    return found


def check(account: AccountAccess) -> None:
    """Raise ConnectorError unless the password opens the account and it is in use."""
    _sign_in(account)


def publish(account: AccountAccess, post: OutgoingPost) -> SentPost:
    """Publish a post with its picture, or find it where an earlier attempt had."""
    session = _sign_in(account)
    repo, token = session.text("did"), session.text("accessJwt")
    if not _is_there(account, repo, post.token):
        record: dict[str, Any] = {
            "$type": COLLECTION,
            "text": post.text,
            "createdAt": post.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "langs": ["en"],
        }
        if found := facets(post.text):
            record["facets"] = found
        if post.picture:
            sent = _call(
                account, "POST", "com.atproto.repo.uploadBlob", token=token, content=post.picture,
                headers={"Content-Type": "image/jpeg"},
            )  # fmt: skip
            image = {"image": _good(sent).values["blob"], "alt": post.alt_text}
            record["embed"] = {"$type": "app.bsky.embed.images", "images": [image]}
        given = {"repo": repo, "collection": COLLECTION, "rkey": post.token, "record": record}
        _good(_call(account, "POST", "com.atproto.repo.createRecord", token=token, values=given))
        if not _is_there(account, repo, post.token):
            raise ConnectorError("Bluesky took the post and does not show it. It is tried again.")
    name = session.text("handle") or repo
    return SentPost(f"https://bsky.app/profile/{name}/post/{post.token}", repo)


def remove(account: AccountAccess, remote: str, token: str) -> None:
    """Delete the post, and see that it is gone: deleting what is not there is answered like success."""
    session = _sign_in(account)
    repo = remote or session.text("did")
    given = {"repo": repo, "collection": COLLECTION, "rkey": token}
    _good(
        _call(account, "POST", "com.atproto.repo.deleteRecord", token=session.text("accessJwt"), values=given)
    )
    if _is_there(account, repo, token):
        raise ConnectorError("Bluesky still shows the post. It is tried again.")


def _sign_in(account: AccountAccess) -> RemoteAnswer:
    given = {"identifier": account.user_name, "password": account.secret}
    answer = _good(_call(account, "POST", "com.atproto.server.createSession", values=given))
    if answer.values.get("active") is False:
        raise ConnectorError("The account is deactivated or suspended. Sign in to Bluesky and look why.")
    if not answer.text("did") or not answer.text("accessJwt"):
        raise ConnectorError(
            "The address did not answer as a server of Bluesky does. Enter the server’s address."
        )
    return answer


def _is_there(account: AccountAccess, repo: str, key: str) -> bool:
    query = {"repo": repo, "collection": COLLECTION, "rkey": key}
    answer = _call(account, "GET", f"com.atproto.repo.getRecord?{urlencode(query)}")
    if answer.text("error") == _NONE:
        return False
    return _good(answer).is_good


def _call(
    account: AccountAccess,
    method: str,
    name: str,
    *,
    token: str = "",
    values: Any = None,
    content: bytes = b"",
    headers: Any = None,
) -> RemoteAnswer:
    allowed = {"Authorization": f"Bearer {token}"} if token else {}
    return call(
        method,
        f"{account.address.rstrip('/')}/xrpc/{name}",
        values=values,
        content=content,
        headers={**allowed, **(headers or {})},
    )


def _good(answer: RemoteAnswer) -> RemoteAnswer:
    """Return an answer that is good. Raise ConnectorError."""
    if answer.is_good and isinstance(answer.values, dict):
        return answer
    error = answer.text("error")
    if answer.status == 401 or error in ("AuthenticationRequired", "AuthMissing", "InvalidToken"):
        raise ConnectorError(
            "Bluesky does not take the handle and app password. Make a new app password in its settings."
        )
    if error == "RateLimitExceeded" or answer.status == 429:
        raise ConnectorError("Bluesky was asked too often. It is tried again later.")
    if not error:
        raise ConnectorError(
            f"The address answered with {answer.status}, and not as Bluesky does. Enter the server’s address."
        )
    raise ConnectorError(f"Bluesky answered with {answer.status} ({error[:60]}).")


CONNECTOR = Connector(
    label="Bluesky account",
    about="Posts of up to 300 characters, with the picture and its description.",
    check=check,
    publish=publish,
    remove=remove,
    new_token=new_key,
    refusal=refusal,
    address_label="Address of the server",
    address_hint="https://bsky.social, unless the account is kept elsewhere",
    user_label="Handle of the account",
    secret_label="App password",  # nosec B106 - the label of a field
    secret_hint="Made in Bluesky under Settings, Privacy and security, App passwords.",  # nosec B106
    limits="Other servers may hold copies for a while.",
)
