"""Lay out role cards on A4: one sheet for each role, with a second side where the policy asks much."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.template.loader import render_to_string
from django.urls import reverse

from belisha.base.qr import qr_picture
from belisha.directory.queries import reach_of
from belisha.people.roles import is_known_role, public_groups, role_label
from belisha.policies.cards.role_cards import LINES, RoleCard, card_for
from belisha.policies.documents.version_view import VersionView
from belisha.policies.printing import pdf

LEAST, STEP = 8, 3


@dataclass(frozen=True, slots=True)
class CardSheet:
    """A card with the role's name, the address to ask at, and the picture that leads there."""

    card: RoleCard
    name: str
    ask: str
    qr: str
    how: Mapping[str, str] = field(default_factory=dict)
    """How each role or party that is told is reached, as one line; those without a line are not in it."""

    @property
    def sides(self) -> int:
        """How many pages it takes."""
        return 2 if self.card.over else 1

    @property
    def front(self) -> "CardSheet":
        """The same sheet with its first side alone."""
        return replace(self, card=replace(self.card, over=()))


def ask_address(school: str, role: str) -> str:
    """Return the page where someone in this role asks: `/s/grange/ask/?as=teacher`."""
    return f"{reverse('answers:ask', args=[school])}?as={role}"


def sheet_for(
    shown: VersionView, role: str, on: date, *, qr: str, lines: int = LINES, overleaf: int = LINES
) -> CardSheet:
    """Return the card of a role as it goes on a page; `qr` is the address of its picture."""
    card = card_for(shown.version, role, on, lines, overleaf)
    told = [word for each in card.told for word in each.words]
    how = {word: reach.line for word, reach in reach_of(shown.school, told, on).items() if reach.line}
    return CardSheet(card, role_label(role), ask_address(shown.school.slug, role), qr, how)


def card_roles(shown: VersionView, on: date) -> tuple[str, ...]:
    """Return the roles that the policy names as its audience, or else all roles that it asks something of."""
    named = tuple(role for role in shown.policy.control.audience if is_known_role(role))
    if named:
        return named
    people = (role for group in public_groups() for role in group.roles)
    return tuple(role for role in people if not card_for(shown.version, role, on).is_empty)


def cards_html(shown: VersionView, sheets: tuple[CardSheet, ...], site: str) -> str:
    """Return the cards as a page to print."""
    return render_to_string("policies/card_print.html", {"shown": shown, "sheets": sheets, "site": site})


def cards_pdf(shown: VersionView, roles: tuple[str, ...], on: date, site: str) -> bytes:
    """Return a PDF with one sheet for each role. Raises belisha.policies.printing.pdf.CannotPrintError.

    The content is chosen to fit; if letters are wider on this machine, the card says less until it fits.
    """
    sheets = tuple(_drawn(shown, role, on, site) for role in roles)
    identity = f"cards {shown.version.checksum} {' '.join(roles)}"
    if not pdf.can_print():
        raise pdf.CannotPrintError
    key = cards_html(shown, sheets, site) + identity
    return pdf.cached_pdf(key, lambda: _fitted(shown, sheets, on, site, identity))


def _fitted(shown: VersionView, sheets: tuple[CardSheet, ...], on: date, site: str, identity: str) -> bytes:
    laid_out = pdf.lay_out(cards_html(shown, sheets, site))
    if len(laid_out.pages) != sum(sheet.sides for sheet in sheets):
        sheets = tuple(_on_one_sheet(shown, sheet, on, site) for sheet in sheets)
        laid_out = pdf.lay_out(cards_html(shown, sheets, site))
    return pdf.write(laid_out, identity)


def _on_one_sheet(shown: VersionView, sheet: CardSheet, on: date, site: str) -> CardSheet:
    """Return the sheet with as much as fits on one page, and then on the other.

    Bans are never dropped: a second side that they alone fill runs on.
    """
    role = sheet.card.role
    allowed = range(LINES, LEAST, -STEP)
    fits = (each for each in allowed if _pages(shown, _drawn(shown, role, on, site, each).front, site) == 1)
    front = next(fits, 0)
    drawn = (_drawn(shown, role, on, site, front, each) for each in (*allowed, 0))
    return next(
        (each for each in drawn if _pages(shown, each, site) <= each.sides),
        _drawn(shown, role, on, site, front, 0),
    )


def _pages(shown: VersionView, sheet: CardSheet, site: str) -> int:
    return len(pdf.lay_out(cards_html(shown, (sheet,), site)).pages)


def _drawn(
    shown: VersionView, role: str, on: date, site: str, lines: int = LINES, overleaf: int = LINES
) -> CardSheet:
    qr = qr_picture(site + ask_address(shown.school.slug, role))
    return sheet_for(shown, role, on, qr=qr, lines=lines, overleaf=overleaf)
