"""What is asked of a capture and never guessed: date, time, zone, place of the site, platform.

Handle (G88e).
"""

from collections.abc import Mapping

FACTS = {
    "seen_on": "Date on the message or post",
    "seen_at": "Time on the message or post",
    "zone": "Time zone, as the device or site shows it",
    "place": "Site, app or group",
    "handle": "Account or handle",
    "address": "Address (URL)",
    "note": "What it shows",
}
REQUIRED = ("seen_on", "seen_at", "place")
NOT_KNOWN = "not known"


def missing_facts(facts: Mapping[str, str]) -> list[str]:
    """Return a sentence for each fact that is asked for and missing. "Not known" is an answer."""
    return [
        f"Enter the {FACTS[name].casefold()}, or “{NOT_KNOWN}”"
        for name in REQUIRED
        if not facts.get(name, "").strip()
    ]
