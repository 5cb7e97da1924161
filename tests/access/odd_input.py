"""Visits to addresses of the table with odd values: in the address, its query, a form and headers."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import Any
from urllib.parse import quote

from tests.access.building import ELSEWHERE, SCHOOL, build_elsewhere, build_one_of_everything, filled
from tests.access.table import Address, addresses
from tests.access.walking import Viewer, nobody, people_of, undone

ODD = (
    *("", "0", "-1", "1", "9" * 30, "a" * 5000, "'\"><svg/onload=alert(1)>", "' OR 1=1 --", "../../passwd"),
    *(
        "\0",
        "\u202e",
        "\U0001f600",
        "\ud800",
        "{{7*7}}",
        "{% debug %}",
        "null",
        "on",
        "2026-02-30",
        "9999-99-99",
    ),
    *(
        "2026-02-30",
        "NaN",
        "1e999",
        "\r\nX: y",
        "%s%s%n",
        "grange",
        "headteacher",
        "[]",
        "${jndi:x}",
        "\x85",
        "١",
    ),
)
NAMES = (
    *(
        "q",
        "as",
        "page",
        "from",
        "to",
        "role",
        "email",
        "name",
        "words",
        "on",
        "kind",
        "next",
        "choice",
        "id",
    ),
)
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE")
_FIELD = re.compile(r'name="([\w-]{1,40})"')
_SCRIPT = "<svg/onload=alert(1)>"


class OddVisitor:
    """Asks for one address after the other, as somebody each time. Whatever a visit does is undone."""

    def __init__(self, chance: random.Random) -> None:
        """Build one of everything at the school first."""
        self.chance = chance
        self.known: dict[str, Any] = build_one_of_everything()
        build_elsewhere()
        self.viewers: list[Viewer] = [nobody(), *people_of(SCHOOL), *people_of(ELSEWHERE)]
        self.rows = addresses()
        # A PDF takes as long as thirty pages, so each of theirs is asked for less often than other addresses.
        self.shares = [0.05 if ".pdf" in row.address else 1.0 for row in self.rows]
        self.fields: dict[str, set[str]] = {}
        self.answers: Counter[int] = Counter()
        self.faults: list[str] = []

    def visit(self) -> None:
        """Make one visit, and note what is wrong with the answer."""
        row = self.chance.choices(self.rows, self.shares)[0]
        viewer = self.chance.choice(self.viewers)
        its_own = self.chance.random() < 0.9
        method = self.chance.choice(row.methods.split() if its_own else METHODS)
        path = self._path(row)
        query = "&".join(
            f"{quote(self._name(row.name))}={quote(self._odd(), errors='surrogatepass')}"
            for _ in range(self.chance.randrange(3))
        )
        data = {self._name(row.name): self._odd() for _ in range(self.chance.randrange(6))}
        headers = {"Referer": self._odd(), "HX-Request": "true"} if self.chance.random() < 0.2 else {}
        self.ask(viewer, method, f"{path}?{query}" if query else path, data, headers, row.name)

    def ask(
        self,
        viewer: Viewer,
        method: str,
        address: str,
        data: dict[str, str],
        headers: dict[str, str],
        name: str,
    ) -> None:
        """Ask, and look at the answer: no error of the server, no script of ours, no header of ours."""
        sent = {each: value.encode("utf-8", "replace").decode() for each, value in data.items()}
        plain = {each: value.encode("ascii", "ignore").decode() for each, value in headers.items()}
        extra: Any = {"headers": plain}
        client = viewer.client
        cookies = client.cookies.copy()
        with undone():
            if method in ("GET", "HEAD"):
                response = getattr(client, method.lower())(address, **extra)
            elif method == "POST":
                response = client.post(address, sent, **extra)
            else:
                response = client.generic(method, address, **extra)
            body = b"".join(response) if response.streaming else response.content
        client.cookies = cookies
        self.answers[response.status_code] += 1
        text = body.decode("utf-8", "replace") if "html" in response.headers.get("Content-Type", "") else ""
        if method == "GET" and text:
            self.fields.setdefault(name, set()).update(_FIELD.findall(text))
        where = f"{viewer} {method} {address[:200]!r} {list(data.items())!r:.300}"
        if response.status_code >= 500 and response.status_code != 503:
            self.faults.append(f"{response.status_code}: {where}")
        if _SCRIPT in text:
            self.faults.append(f"unescaped: {where}")
        if "X" in response.headers:
            self.faults.append(f"header: {where}")

    def _path(self, row: Address) -> str:
        """The address of a line of the table, mostly with what was built, else with something odd in it."""
        given = filled(row.at.partition("?")[0], self.known)

        def put(word: re.Match[str]) -> str:
            if word[0] == "SCHOOL":
                return SCHOOL if self.chance.random() < 0.9 else self.chance.choice((ELSEWHERE, "nowhere"))
            found = given.get(word[0].lower())
            if found is not None and self.chance.random() < 0.8:
                return quote(str(found))
            return quote(self._odd().replace("/", ""), errors="surrogatepass") or "0"

        return re.sub(r"[A-Z]{2,}[A-Z0-9]*", put, row.address)

    def _name(self, row: str) -> str:
        own = self.fields.get(row)
        return (
            self.chance.choice(sorted(own))
            if own and self.chance.random() < 0.8
            else self.chance.choice(NAMES)
        )

    def _odd(self) -> str:
        return self.chance.choice(ODD)
