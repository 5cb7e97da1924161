"""Role cards laid out on sheets of A4: one sheet for each, whatever the policy asks."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import segno
from django.template.loader import render_to_string
from django.urls import reverse

from belisha.people.roles import is_known_role, public_groups, role_label
from belisha.policies import printing
from belisha.policies.role_cards import LINES, Card, card_for
from belisha.policies.shown import Shown

LEAST, STEP = 8, 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """A card with the role's name, the address to ask at, and the picture that leads there."""

    card: Card
    name: str
    ask: str
    qr: str


def ask_address(school: str, role: str) -> str:
    """The page where somebody in this role asks: `/s/grange/ask/?as=teacher`."""
    return f"{reverse('answers:ask', args=[school])}?as={role}"


def qr_svg(address: str) -> str:
    """A QR code that leads to the address, as SVG."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()


def sheet_for(shown: Shown, role: str, on: date, *, qr: str, lines: int = LINES) -> Sheet:
    """The card of a role as it goes on a page; `qr` is the address of its picture."""
    card = card_for(shown.version, role, on, lines)
    return Sheet(card, role_label(role), ask_address(shown.school.slug, role), qr)


def card_roles(shown: Shown, on: date) -> tuple[str, ...]:
    """Those for whom the policy says it is, or else everybody of whom it asks something."""
    named = tuple(role for role in shown.policy.control.audience if is_known_role(role))
    if named:
        return named
    people = (role for group in public_groups() for role in group.roles)
    return tuple(role for role in people if not card_for(shown.version, role, on).is_empty)


def cards_html(shown: Shown, sheets: tuple[Sheet, ...], site: str) -> str:
    """The cards as a page to print."""
    return render_to_string("policies/card_print.html", {"shown": shown, "sheets": sheets, "site": site})


def cards_pdf(shown: Shown, roles: tuple[str, ...], on: date, site: str) -> bytes:
    """A PDF with one sheet for each role. Raises belisha.policies.printing.CannotPrintError.

    What a card says is chosen to fit; should letters run wider on this machine, it says less until it does.
    """
    sheets = tuple(_drawn(shown, role, on, site, LINES) for role in roles)
    identity = f"cards {shown.version.checksum} {' '.join(roles)}"
    if not printing.can_print():
        raise printing.CannotPrintError
    key = cards_html(shown, sheets, site) + identity
    return printing.kept(key, lambda: _fitted(shown, sheets, on, site, identity))


def _fitted(shown: Shown, sheets: tuple[Sheet, ...], on: date, site: str, identity: str) -> bytes:
    laid_out = printing.lay_out(cards_html(shown, sheets, site))
    if len(laid_out.pages) != len(sheets):
        sheets = tuple(_on_one_page(shown, sheet, on, site) for sheet in sheets)
        laid_out = printing.lay_out(cards_html(shown, sheets, site))
    return printing.write(laid_out, identity)


def _on_one_page(shown: Shown, sheet: Sheet, on: date, site: str) -> Sheet:
    for lines in range(LINES, LEAST, -STEP):
        drawn = _drawn(shown, sheet.card.role, on, site, lines)
        if len(printing.lay_out(cards_html(shown, (drawn,), site)).pages) == 1:
            return drawn
    return _drawn(shown, sheet.card.role, on, site, 0)


def _drawn(shown: Shown, role: str, on: date, site: str, lines: int) -> Sheet:
    picture = qr_svg(site + ask_address(shown.school.slug, role))
    qr = printing.OWN_PICTURE + b64encode(picture.encode()).decode()
    return sheet_for(shown, role, on, qr=qr, lines=lines)
