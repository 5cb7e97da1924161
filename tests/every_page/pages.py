"""The pages that can be visited as soon as the demonstration is there, from the table of addresses."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse

from belisha.access.rights import rights_of
from belisha.people.roles import with_ancestors
from tests.access.table import OPEN, Address, addresses

ANYBODY, SIGNED_IN = "anybody", "signed in"
ASKED = (("as", "teacher"), ("q", "Can I accept a friend request from a pupil?"))
HEAD = "headteacher"


@dataclass(frozen=True)
class Page:
    """One page with a title, at Grange where it is of a school, which its head can open."""

    name: str
    who: str
    kwargs: tuple[tuple[str, str], ...]
    query: tuple[tuple[str, str], ...]
    methods: str
    title: str

    @property
    def address(self) -> str:
        path = reverse(self.name, kwargs=dict(self.kwargs))
        return f"{path}?{urlencode(self.query)}" if self.query else path

    def __str__(self) -> str:
        return self.name


def _page(row: Address) -> Page:
    given = [each for each in row.at.split() if each[:1] != "?"]
    query = "".join(row.at.split()[len(given) :]).lstrip("?")
    school = {"school": "grange"} if row.is_of_a_school else {}
    kwargs = {**school, **dict(each.split("=") for each in given)}
    who = ANYBODY if row.nobody == OPEN else SIGNED_IN
    return Page(row.name, who, tuple(kwargs.items()), tuple(parse_qsl(query)), row.methods, row.title)


def _opens_for_the_head(row: Address) -> bool:
    return OPEN in (row.nobody, row.found_here("GET", HEAD, rights_of(with_ancestors(HEAD))))


PAGES = tuple(
    _page(row) for row in addresses() if row.title and "@" not in row.at and _opens_for_the_head(row)
)
