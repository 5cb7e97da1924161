"""Official numbers: National Insurance, pupil, NHS, bank, card and number plate."""

import re
from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.scene import Scene

_NINO = re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d](?!\w)")
_UPN = re.compile(r"(?<!\w)[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z](?!\w)")
_TEN = re.compile(r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])")
_CARD = re.compile(r"(?<![\w-])\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}(?![\w-])")
_PLATE = re.compile(r"(?<!\w)[A-Z]{2}\d{2} ?[A-Z]{3}(?!\w)")
_BANK = re.compile(r"(?<![\w-])\d{2}-\d{2}-\d{2}(?![\w-])")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield numbers by which a person can be found or robbed."""
    text = scene.draft.text
    if not scene.words.has_digits:
        return
    low = text.lower()
    checks = (
        (_NINO, 0.9, lambda _: True),
        (_UPN, 0.95, _is_upn),
        (_TEN, 0.9, lambda found: "nhs" in low and _is_nhs(found)),
        (_CARD, 0.92, lambda found: "card" in low or _is_card(found)),
        (
            _PLATE,
            0.6,
            lambda _: any(each in low for each in ("car", "reg", "plate", "parked", "van", "drives")),
        ),
        (_BANK, 0.8, lambda _: any(each in low for each in ("sort code", "account", "bank"))),
    )
    for pattern, sure, holds in checks:
        for found in pattern.finditer(text):
            if holds(found[0]):
                yield Observation("gives-identifier", found.start(), found.end(), sure)


def _is_upn(number: str) -> bool:
    """Return whether the first letter of a unique pupil number is the check letter of the rest (DfE)."""
    digits = [int(each) if each.isdigit() else _UPN_LETTERS.index(each) for each in number[1:]]
    total = sum(weight * digit for weight, digit in enumerate(digits, start=2))
    return _UPN_LETTERS[total % 23] == number[0]


def _is_nhs(number: str) -> bool:
    """Return whether the last digit of an NHS number is the check digit of the rest (modulus 11)."""
    digits = [int(each) for each in number if each.isdigit()]
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return digits[9] == (0 if check == 11 else check)


def _is_card(number: str) -> bool:
    digits = [int(each) for each in number if each.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 == 0 else digit for place, digit in enumerate(digits)]
    return sum(doubled) % 10 == 0
