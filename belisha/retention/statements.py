"""Statements made from the settings in use: processing record, impact assessment, notice, cookies."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from belisha.answers.kept_words import COOKIE as QUESTION
from belisha.base.holdings import holdings
from belisha.people.accounts.attempts import COOKIE as KNOWN_BROWSER
from belisha.people.devices.device_views import COOKIE as SHARED_DEVICE
from belisha.people.models import School
from belisha.retention.periods import KeptFor, kept_for

SESSION_HOURS = 3600


@dataclass(frozen=True, slots=True)
class ProcessingRow:
    """One kind of record in use: what it is for, on which basis, about whom, where, for how long."""

    kept: KeptFor
    titles: tuple[str, ...]

    @property
    def period(self) -> str:
        """Return how long it is kept, in words."""
        return f"{self.kept.period} from {TRIGGER_WORDS[self.kept.trigger]}"


TRIGGER_WORDS = {
    "made": "the day it was made",
    "birth": "the child’s birth",
    "leaving": "the day the person leaves",
    "outcome": "the day it ended",
    "withdrawal": "the day the consent was withdrawn",
    "expiry": "the day it ran out",
    "removal": "the day it was taken down",
}


def processing_rows(school: School) -> list[ProcessingRow]:
    """Return the processing record of a school (Article 30): each kind of record that its rooms keep."""
    kept, titles = kept_for(school), dict[str, list[str]]()
    for each in holdings().values():
        titles.setdefault(each.kind, []).append(each.title)
    return [ProcessingRow(kept[kind], tuple(found)) for kind, found in titles.items()]


def edition(school: School) -> str:
    """Return a short mark of the settings that the statements are made from: it changes when they do."""
    parts = [f"{row.kept.kind.key} {row.period} {row.titles}" for row in processing_rows(school)]
    parts += [str(value) for _, value in practice()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def practice() -> list[tuple[str, str]]:
    """Return how this installation protects data, by what is set."""
    engine = settings.DATABASES["default"]["ENGINE"]
    return [
        ("Connection", "encrypted (HTTPS)" if settings.HTTPS else "NOT encrypted: for trials only"),
        ("Second factor", _second_factor()),
        ("Signed out after", f"{settings.BELISHA_IDLE_MINUTES} minutes without doing anything"),
        ("Database", "PostgreSQL" if "postgresql" in engine else "SQLite, one file on the server"),
        ("Words of complaints, cases and requests", "encrypted with the site’s key"),
        ("Files", "encrypted, a key for each owner; deleting the key destroys them"),
        (
            "Mail",
            "sent through the school’s server; words deleted once sent"
            if settings.EMAIL_HOST
            else "none is sent",
        ),
        ("Other sites", "none is asked for anything by a page"),
        ("Network addresses", "not stored with what people report or ask"),
        ("Transfers outside the United Kingdom", "none by this software; ask whoever runs the server"),
    ]


def _second_factor() -> str:
    word = settings.BELISHA_SECOND_FACTOR
    said = {"required": "asked of everybody with access to others’ data", "everybody": "asked of everybody"}
    return said.get(word, f"{word} on this site")


def risks(school: School) -> list[tuple[str, str, str]]:
    """Return the risks of the impact assessment (Article 35), what is done about each, and what is left.

    A measure that depends on a setting is stated as it is set; what is not set is left as a risk.
    """
    sensitive = [row for row in processing_rows(school) if row.kept.kind.is_sensitive]
    words = ", ".join(row.kept.kind.title.lower() for row in sensitive)
    https = "the connection is encrypted" if settings.HTTPS else "NOTHING: the connection is not encrypted"
    return [
        (
            "Somebody reads what does not concern them",
            (
                f"Need to know by row; each look at {words} is recorded and "
                "shown to whoever looks after personal data"
            ),
            "Those named may misuse what they see",
        ),
        (
            "Somebody signs in as another",
            f"Second factor: {_second_factor()}",
            "Phones and passwords are lent",
        ),
        ("Data is read on its way", https.capitalize(), "" if settings.HTTPS else "HIGH: set up HTTPS"),
        (
            "Data is kept too long",
            "Periods with triggers, a duty for what is due, disposal approved by two people",
            "Copies in backups and on paper",
        ),
        (
            "A child who tells of harm is met wrongly",
            "Help before any verdict; the words go to few",
            "Nobody reads them out of hours",
        ),
        (
            "An indecent image is stored",
            "There is no field for one; people are told to call the police",
            "Somebody describes it in words",
        ),
        (
            "Counts reveal a person",
            "Counts under five are left out, with what would reveal them",
            "Local knowledge",
        ),
        (
            "A server is lost or stolen",
            "Words and files are encrypted; backups are tried",
            "Whoever has the site’s key and the database",
        ),
    ]


@dataclass(frozen=True, slots=True)
class CookieRow:
    """A cookie of the site: its name, what for, how long."""

    name: str
    purpose: str
    lasts: str


def cookies() -> Sequence[CookieRow]:
    """Return the cookies that the site sets, by its settings.

    All of them are needed; none follows anybody.
    """
    hours = settings.SESSION_COOKIE_AGE // SESSION_HOURS
    return (
        CookieRow(settings.CSRF_COOKIE_NAME, "protects forms; set where there is one", "a year"),
        CookieRow(settings.SESSION_COOKIE_NAME, "keeps you signed in", f"{hours} hours at most"),
        *(
            CookieRow(each.name, each.purpose, _lasts(each.seconds))
            for each in (KNOWN_BROWSER, SHARED_DEVICE, QUESTION)
        ),
        CookieRow(
            "messages", "shows “Saved” after a form, if it does not fit the session", "until it is shown"
        ),
    )


def _lasts(seconds: int) -> str:
    """Return a time in words: "180 days", "10 minutes"."""
    days = seconds // 86_400
    return f"{days} days" if days else f"{seconds // 60} minutes"
