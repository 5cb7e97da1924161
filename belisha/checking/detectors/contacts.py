"""Phone numbers, email addresses, home addresses, accounts: the writer's own, or somebody else's."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.roll import Likeness
from belisha.checking.scene import Run, Scene

_PHONE = re.compile(r"(?<![\w+/.])(?:\(?\+44\)?|0044|\(?0)[\d \t()./-]{7,15}\d(?![\w])")
_EMAIL = re.compile(
    r"[A-Za-z0-9][\w.+'-]{0,63}(?:@|\s?\[at\]\s?|\s?\(at\)\s?)[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,62}){1,4}"
)
_POSTCODE = re.compile(
    r"(?<!\w)(?:GIR 0AA|[A-Za-z]{1,2}\d[A-Za-z\d]?\s{0,2}\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})(?!\w)"
)
_STREET = re.compile(
    r"(?<![\w£])\d{1,4}[A-Za-z]?,? (?:[A-Z][\w'-]{1,24} ){1,3}(?:Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close"
    r"|Drive|Way|Crescent|Gardens|Terrace|Place|Court|Grove|Hill|Mews|Row|Square|Walk|Park|Rise|View)(?!\w)"
)
_FREE = (
    "0800",
    "0808",
    "0300",
    "0303",
    "0330",
    "0333",
    "0345",
    "0370",
    "0371",
    "0844",
    "0845",
    "0870",
    "0871",
    "0900",
    "0905",
)
_SCHOOL_MAIL = (
    ".sch.uk",
    ".gov.uk",
    ".police.uk",
    ".nhs.uk",
    ".ac.uk",
    "@school",
    "@office",
    "office@",
    "admin@",
    "head@",
    "info@",
    "enquiries@",
)
_LOCAL = ("020", "0118", "011", "012", "013", "014", "015", "016", "017", "018", "019")


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield contact details that are given away."""
    text = scene.draft.text
    if scene.words.has_digits:
        for found in _PHONE.finditer(text):
            yield from _phone(scene, found)
        for found in _STREET.finditer(text):
            yield from _address(scene, found, 0.5)
        for found in _POSTCODE.finditer(text):
            yield from _address(scene, found, 0.4)
    if "@" in text or "at]" in text or "at)" in text:
        for found in _EMAIL.finditer(text):
            yield from _email(scene, found)
    yield from _accounts(scene)


def _sentence(scene: Scene, start: int) -> int:
    place = bisect_right(scene.words.ends, start)
    return scene.sentences[place] if place < len(scene.sentences) else 0


def _phone(scene: Scene, found: "re.Match[str]") -> Iterator[Observation]:
    digits = re.sub(r"\D", "", found[0])
    national = (
        "0" + digits[2:].lstrip("0")
        if digits.startswith("44")
        else "0" + digits[4:]
        if digits.startswith("0044")
        else digits
    )
    if len(national) not in (10, 11) or national.startswith(_FREE) or national[1] in "0456":
        return
    sentence = _sentence(scene, found.start())
    own = scene.has(sentence, "contact.own") or scene.has(sentence - 1, "contact.own")
    is_school = scene.has(sentence, "contact.school")
    if is_school and not own:
        return
    is_mobile = national.startswith("07")
    yield _whose(scene, found, sentence, "gives-phone", 0.92 if is_mobile or own else 0.6, is_own=own)


def _email(scene: Scene, found: "re.Match[str]") -> Iterator[Observation]:
    sentence = _sentence(scene, found.start())
    if any(each in found[0].lower() for each in _SCHOOL_MAIL):
        signed_up = scene.has(sentence, "alias.signed_up") and scene.has(sentence, "people.first")
        if signed_up and ".sch.uk" in found[0].lower():
            yield Observation("school-email-used", found.start(), found.end(), 0.82)
        return
    own = scene.has(sentence, "contact.own")
    yield _whose(scene, found, sentence, "gives-email", 0.92, is_own=own)


def _whose(
    scene: Scene, found: "re.Match[str]", sentence: int, kind: str, sure: float, *, is_own: bool
) -> Observation:
    named = bool(scene.people_in(sentence, least=Likeness.SURNAME))
    others = named or scene.has(sentence, "people.staff", "people.pupils")
    if others and not is_own:
        return Observation("gives-others-details", found.start(), found.end(), 0.88)
    return Observation(kind, found.start(), found.end(), sure)


def _address(scene: Scene, found: "re.Match[str]", plain: float) -> Iterator[Observation]:
    sentence = _sentence(scene, found.start())
    if scene.has(sentence, "contact.school") and not scene.has(
        sentence, "contact.own", "contact.address_word"
    ):
        return
    lives = scene.has(sentence, "contact.address_word") or scene.has(sentence, "contact.own")
    named = bool(scene.people_in(sentence, least=Likeness.FIRST))
    if named or (lives and scene.has(sentence, "people.staff", "people.pupils")):
        yield Observation("gives-others-details", found.start(), found.end(), 0.88)
    else:
        yield Observation("gives-address", found.start(), found.end(), 0.85 if lives else plain)


def _accounts(scene: Scene) -> Iterator[Observation]:
    for run in scene.runs("contact.own"):
        given = _with_value(scene, run)
        if any(each in scene.phrase(given) for each in ("snap", "insta", "whatsapp", "tiktok", "discord")):
            yield scene.seen("gives-account", given, 0.76)


def _with_value(scene: Scene, run: Run) -> Run:
    sentence = scene.sentences[run[0]]
    last = run[1]
    while last + 1 < len(scene.sentences) and scene.sentences[last + 1] == sentence and last - run[1] < 3:
        last += 1
    return run[0], last
