"""What this room keeps about people: who decided what about a version. It is kept with it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from belisha.base.holdings import Disclosed, Holding, Subject, exempt, holding
from belisha.ratification.models import (
    ApprovalRound,
    Approver,
    Comment,
    Consultation,
    Decision,
    EqualityCheck,
    MeantChange,
    MinuteCorrection,
    Ratification,
    Review,
    Scenario,
    Signature,
)

PERMANENT = "Who decided on a policy is part of the governors’ permanent record."


def _of_governors(
    model: type[Model], title: str, parts: Mapping[str, str], at: str, words: Mapping[str, str]
) -> None:
    """Register a record of a decision: `parts` are the people's fields, `words` what each said in it."""

    def about(user: int) -> Q:
        found = Q(pk__in=[])
        for name in parts:
            found |= Q(**{name: user})
        return found

    def disclosed(row: Any, user: int) -> Disclosed:
        when = getattr(row, at)
        told: list[tuple[str, str]] = []
        for name, part in parts.items():
            if getattr(row, f"{name}_id") == user:
                told.append(("Your part", part))
                told += [(words[name], str(getattr(row, words[name].lower())))] if name in words else []
        return [*told, ("On", f"{when:%d %B %Y}" if isinstance(when, datetime) else str(when))]

    subjects: Callable[[Any], list[Subject]] = lambda row: [  # noqa: E731 - beside the others
        Subject(part, getattr(row, f"{name}_id"))
        for name, part in parts.items()
        if getattr(row, f"{name}_id")
    ]
    key = (model._meta.model_name or "") + "s"  # noqa: SLF001
    holding(
        Holding(
            key=key,
            model=model,
            title=title,
            kind="policy",
            about=about,
            subjects=subjects,
            disclosed=disclosed,
            kept_because=PERMANENT,
        )
    )


_of_governors(Ratification, "Ratifications", {"recorded_by": "who recorded it"}, "recorded_at", {})
_of_governors(MinuteCorrection, "Corrected minutes", {"by": "who corrected it"}, "made_at", {"by": "Reason"})
_of_governors(Signature, "Signatures", {"by": "who signed"}, "signed_at", {"by": "Wording"})
_of_governors(ApprovalRound, "Rounds of approval", {"asked_by": "who asked for approval"}, "asked_at", {})
_of_governors(Decision, "Approvals", {"user": "who decided"}, "decided_at", {"user": "Words"})
_of_governors(
    EqualityCheck, "Equality checks", {"checked_by": "who checked"}, "checked_at", {"checked_by": "Notes"}
)
_of_governors(Review, "Reviews without change", {"by": "who recorded it"}, "made_at", {})
_of_governors(Consultation, "Consultations", {"opened_by": "who opened it"}, "opened_at", {})
_of_governors(
    Comment,
    "Comments",
    {"by": "who commented", "closed_by": "who answered"},
    "made_at",
    {"by": "Text", "closed_by": "Reason"},
)
_of_governors(Scenario, "Scenarios", {"added_by": "who added it"}, "added_at", {"added_by": "Question"})
_of_governors(MeantChange, "Changes that were meant", {"by": "who said so"}, "said_at", {"by": "Reason"})
exempt(Approver, "whom a round asks: their decision is held")
