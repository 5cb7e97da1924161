"""What one would put together instead: Presidio (names as a deny list, patterns) and better-profanity."""

import re
from collections.abc import Callable, Iterable

from better_profanity import profanity
from presidio_analyzer import Pattern, PatternRecognizer

PATTERNS = {
    "PHONE": r"(?:\+44|0)(?:[ -]?\d){9,10}\b",
    "EMAIL": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "POSTCODE": r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    "NINO": r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
}


def presidio(names: Iterable[str], school: str) -> Callable[[str], list[tuple[int, int]]]:
    """Return what finds names, patterns and the school in a text as spans; swearing is (0, 0)."""
    recognisers = [PatternRecognizer("NAME", deny_list=sorted({*names, school}))]
    recognisers += [
        PatternRecognizer(name, patterns=[Pattern(name, pattern, 0.8)]) for name, pattern in PATTERNS.items()
    ]
    profanity.load_censor_words()

    def look(text: str) -> list[tuple[int, int]]:
        found = [
            (each.start, each.end)
            for one in recognisers
            for each in one.analyze(text, one.supported_entities, None, regex_flags=re.IGNORECASE)
        ]
        return [*found, (0, 0)] if profanity.contains_profanity(text) else found

    return look
