"""WordPress, by an application password over its REST API.

A post is published when its time has come, never handed over as `future`: a pause or a withdrawn consent
would not reach it there, and a date less than a minute ahead goes out at once. It is known by its slug, so
that a broken attempt is found and not repeated.
"""

import base64
import json
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from belisha.channels.connectors import AccountAccess, Connector, ConnectorError, OutgoingPost, SentPost
from belisha.channels.remote_calls import RemoteAnswer, call

_ANY = "publish,future,draft,pending,private"
_GONE = (404, 410)
# What WordPress says of a number that it no longer has.
_UNKNOWN = "rest_post_invalid_id"
_ROLE = "Give the user the role Author or Editor in WordPress."


def check(account: AccountAccess) -> None:
    """Raise ConnectorError unless the password opens WordPress and its user may publish with pictures."""
    # A list of posts is answered whatever the password; who one is, is not.
    me = _ask(account, "GET", "users/me", {"context": "edit"})
    found = me.values.get("capabilities") if isinstance(me.values, dict) else None
    may = found if isinstance(found, dict) else {}
    if not all(may.get(each) for each in ("publish_posts", "upload_files", "delete_published_posts")):
        raise ConnectorError(f"The user may not publish posts with pictures and remove them. {_ROLE}")


def publish(account: AccountAccess, post: OutgoingPost) -> SentPost:
    """Publish a post with its picture, or find it where an earlier attempt had."""
    check(account)
    found = _post_there(account, post.token)
    media = _photo_there(account, post.token) if post.picture else None
    if found is None:
        if post.picture and media is None:
            headers = {
                "Content-Type": "image/jpeg",
                "Content-Disposition": f'attachment; filename="{_photo(post.token)}.jpg"',
            }
            media = _ask(account, "POST", "media", content=post.picture, headers=headers).values
        if media is not None:
            words = {"alt_text": post.alt_text, "title": post.alt_text[:80], "caption": "", "description": ""}
            media = _ask(account, "POST", f"media/{int(media['id'])}", values=words).values
        given = {
            "title": post.title,
            "content": _content(post, media),
            "slug": post.token,
            "status": "publish",
            "comment_status": "closed",
        }
        found = _ask(account, "POST", "posts", values=given).values
    elif found.get("status") != "publish":
        found = _ask(account, "POST", f"posts/{int(found['id'])}", values={"status": "publish"}).values
    number, status = int(found["id"]), found.get("status")
    if status != "publish":
        _delete(account, f"posts/{number}")
        raise ConnectorError(f"WordPress kept the post as `{status}` and did not publish it. {_ROLE}")
    kept = {"post": number} | ({"media": int(media["id"])} if media is not None else {})
    return SentPost(str(found.get("link") or account.address), json.dumps(kept))


def remove(account: AccountAccess, remote: str, token: str) -> None:
    """Delete the post and its picture for good, not into the bin."""
    kept = json.loads(remote) if remote else {}
    if not kept:
        rows = {"post": _post_there(account, token), "media": _photo_there(account, token)}
        kept = {kind: row["id"] for kind, row in rows.items() if row is not None}
    for kind, path in (("post", "posts"), ("media", "media")):
        if kind in kept:
            _delete(account, f"{path}/{int(kept[kind])}")


def _photo(token: str) -> str:
    return f"photo-{token}"


def _post_there(account: AccountAccess, token: str) -> Any:
    return _first(_ask(account, "GET", "posts", {"slug": token, "status": _ANY, "context": "edit"}))


def _photo_there(account: AccountAccess, token: str) -> Any:
    return _first(_ask(account, "GET", "media", {"slug": _photo(token), "context": "edit"}))


def _delete(account: AccountAccess, path: str) -> None:
    answer = _answer(account, "DELETE", path, {"force": "true"})
    if not answer.is_good and not (answer.status in _GONE and answer.text("code") == _UNKNOWN):
        raise ConnectorError(_why(answer))


def _content(post: OutgoingPost, media: Any) -> str:
    blocks = []
    if media is not None:
        source, words = escape(str(media.get("source_url", ""))), escape(post.alt_text)
        number = int(media["id"])
        image = f'<img src="{source}" alt="{words}" class="wp-image-{number}"/>'
        blocks.append(
            f'<!-- wp:image {{"id":{number}}} -->\n'
            f'<figure class="wp-block-image">{image}</figure>\n<!-- /wp:image -->'
        )
    for paragraph in post.text.split("\n\n"):
        if paragraph.strip():
            lines = "<br>".join(escape(line) for line in paragraph.strip().splitlines())
            blocks.append(f"<!-- wp:paragraph -->\n<p>{lines}</p>\n<!-- /wp:paragraph -->")
    return "\n".join(blocks)


def _first(answer: RemoteAnswer) -> Any:
    rows = answer.values
    return rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else None


def _ask(account: AccountAccess, method: str, path: str, query: Any = None, **more: Any) -> RemoteAnswer:
    """Return an answer that is good. Raise ConnectorError."""
    answer = _answer(account, method, path, query, **more)
    if not answer.is_good or not isinstance(answer.values, dict | list):
        raise ConnectorError(_why(answer))
    if method == "POST" and not (
        isinstance(answer.values, dict) and str(answer.values.get("id", "")).isdigit()
    ):
        raise ConnectorError("WordPress answered with something that is no post. Look at its plugins.")
    return answer


def _answer(
    account: AccountAccess,
    method: str,
    path: str,
    query: Any = None,
    *,
    values: Any = None,
    content: bytes = b"",
    headers: Any = None,
) -> RemoteAnswer:
    # This form of the address works whatever the permalinks are set to.
    asked = urlencode({"rest_route": f"/wp/v2/{path}", **(query or {})}, quote_via=quote)
    pair = base64.b64encode(f"{account.user_name}:{account.secret}".encode()).decode()
    return call(
        method,
        f"{account.address.rstrip('/')}/?{asked}",
        values=values,
        content=content,
        headers={"Authorization": f"Basic {pair}", **(headers or {})},
    )


def _why(answer: RemoteAnswer) -> str:
    code = answer.text("code")
    if answer.status == 401 or code in ("incorrect_password", "invalid_username", "rest_not_logged_in"):
        return (
            "WordPress does not take the user name and application password. Make a new application password "
            "in the user’s profile there. WordPress offers them over https only."
        )
    if answer.status == 403:
        return f"WordPress does not allow it to this user. {_ROLE}"
    if answer.values is None:
        said = f"The address answered with {answer.status}, and not as WordPress does."
        return f"{said} Enter the site’s own address."
    return f"WordPress answered with {answer.status}{f' ({code})' if code else ''}."


CONNECTOR = Connector(
    label="WordPress website",
    about="Posts appear as news on the school’s website, with the picture and its description.",
    check=check,
    publish=publish,
    remove=remove,
    address_label="Address of the website",
    address_hint="For example, https://www.hazel.example",
    user_label="User name in WordPress",
    secret_label="Application password",  # nosec B106 - the label of a field
    secret_hint=(  # nosec B106
        "Made in WordPress under Users, Profile, Application Passwords. It is not the user’s own password."
    ),
)
