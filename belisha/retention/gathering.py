"""Everything that the rooms hold about one person, with other people left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from belisha.base.holdings import Holding, holdings
from belisha.base.templating import day
from belisha.people.models import Membership, School
from belisha.retention.periods import KeptFor, kept_for

OTHER = "[another person]"
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True, slots=True)
class GatheredRow:
    """One row about a person: their parts in it, and what they are told, with others left out."""

    holding: Holding
    pk: int
    parts: tuple[str, ...]
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GatheredRoom:
    """The rows of one holding about a person, and how long they are kept."""

    holding: Holding
    kept: KeptFor
    rows: tuple[GatheredRow, ...]


def gather(school: School, user_id: int) -> list[GatheredRoom]:
    """Return what every room holds about a person at a school, room by room."""
    kept, others = kept_for(school), Redaction(school, user_id)
    found = []
    for holding in holdings().values():
        rows = tuple(_rows(school, holding, user_id, others))
        if rows:
            found.append(GatheredRoom(holding, kept[holding.kind], rows))
    return found


def rows_about(school: School, holding: Holding, user_id: int) -> Sequence[Any]:
    """Return the rows of a holding in which the person has a part."""
    if holding.about is None:
        return []
    rows = holding.model._default_manager.filter(school=school)  # noqa: SLF001
    return list(rows.filter(holding.about(user_id)).distinct().order_by("pk"))


def _rows(school: School, holding: Holding, user_id: int, others: "Redaction") -> Iterator[GatheredRow]:
    for row in rows_about(school, holding, user_id):
        assert holding.disclosed is not None
        parts = tuple(each.part for each in holding.subjects(row) if each.user_id == user_id)
        told = tuple((label, others.redact(_text(value))) for label, value in holding.disclosed(row, user_id))
        yield GatheredRow(holding, row.pk, parts, told)


def _text(value: str | date | datetime | None) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%d %B %Y, %H:%M")
    if isinstance(value, date):
        return day(value)
    return ISO_DAY.sub(_day_said, value or "")


def _day_said(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found.group()))
    except ValueError:
        return found.group()


class Redaction:
    """Replaces the names of everybody else at the school in a text: full names, and names with a title."""

    def __init__(self, school: School, user_id: int) -> None:
        names = Membership.objects.filter(school=school).exclude(user=user_id).order_by()
        found = sorted(
            {name for name in names.values_list("user__name", flat=True) if name}, key=len, reverse=True
        )
        family = sorted({name.split()[-1] for name in found if " " in name}, key=len, reverse=True)
        parts = [re.escape(each) for each in found]
        if family:
            titled = "|".join(re.escape(each) for each in family)
            parts.append(rf"(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+(?:{titled})")
        self._pattern = re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE) if parts else None

    def redact(self, text: str) -> str:
        """Return the text with others' names replaced."""
        return self._pattern.sub(OTHER, text) if self._pattern else text
