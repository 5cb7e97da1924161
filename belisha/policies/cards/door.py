"""What visitors read at the door: the gravest things of the policy, and whom to tell (G18, G49)."""

from dataclasses import dataclass, replace
from datetime import date

from django.template.loader import render_to_string
from django.urls import reverse

from belisha.base.qr import qr_picture
from belisha.directory.queries import Reach, reach_of
from belisha.policies.cards.role_cards import CardBox, boxes_of, clause_topic
from belisha.policies.cards.role_page import groups_for
from belisha.policies.documents.version_view import VersionView
from belisha.policies.printing import pdf
from belisha.rules.compare import topics_at_the_door

ROLE = "visitor"
TOLD = ("school", "dsl")
# How many letters fit on the poster when they are large, and how many a heading takes the room of.
SHORT, HEADING = 600, 60


@dataclass(frozen=True, slots=True)
class DoorSheet:
    """What a visitor is told: `boxes` as on a role card, and those at the school who can be reached."""

    boxes: tuple[CardBox, ...]
    told: tuple[Reach, ...]

    @property
    def is_short(self) -> bool:
        """Whether it fits on a poster in larger letters."""
        said = [item.title + item.words + item.ask for box in self.boxes for item in box.items]
        return (
            sum(map(len, said)) + HEADING * len(self.boxes) + sum(len(each.line) for each in self.told)
            <= SHORT
        )


def door_sheet(shown: VersionView, on: date) -> DoorSheet:
    """Return what the policy asks of visitors on a day of phones, pictures and the like, most serious first.

    `at_the_door` of `library/topics.toml` says what that is; the page for visitors has everything.
    """
    groups = [
        replace(
            group, clauses=tuple(each for each in group.clauses if clause_topic(each) in topics_at_the_door())
        )
        for group in groups_for(shown.policy, ROLE, on)
    ]
    reach = reach_of(shown.school, TOLD, on)
    boxes = tuple(box for box in boxes_of(groups) if box.items)
    return DoorSheet(boxes, tuple(each for each in reach.values() if not each.is_gap))


def door_address(school: str) -> str:
    """Return the page to which the poster leads."""
    return reverse("policies:door", args=[school])


def poster_html(shown: VersionView, on: date, site: str, *, qr: str) -> str:
    """Return the poster as a page to print; `qr` is the address of the QR code that leads to the same on a
    phone.
    """
    context = {
        "shown": shown,
        "sheet": door_sheet(shown, on),
        "qr": qr,
        "address": site + door_address(shown.school.slug),
    }
    return render_to_string("policies/door_print.html", context)


def poster_pdf(shown: VersionView, on: date, site: str) -> bytes:
    """Return the poster as PDF. Raises belisha.policies.printing.pdf.CannotPrintError."""
    html = poster_html(shown, on, site, qr=qr_picture(site + door_address(shown.school.slug)))
    return pdf.print_pdf(html, identity=f"door {shown.version.checksum}")
