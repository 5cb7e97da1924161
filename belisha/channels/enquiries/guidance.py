"""What this school's policy says of enquiries at its official page, and how an answer may begin."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from belisha.asking.safeguarding import safeguarding
from belisha.asking.text import normalise
from belisha.base.clock import today
from belisha.checking.check import check
from belisha.checking.draft import Finding, FindingSeverity, PostDraft
from belisha.checks.queries import allowed_words
from belisha.policies.queries import InForce
from belisha.rules.judge import judge
from belisha.rules.ruling import Ground, Situation, Verdict

DISCOURAGED = (Verdict.PROHIBITED, Verdict.DISCOURAGED, Verdict.NEEDS_PERMISSION)
ASKED = (Verdict.REQUIRED, Verdict.RECOMMENDED)


@dataclass(frozen=True, slots=True)
class EnquiryRules:
    """The clauses about enquiries: whether the school answers them, and children are not talked of there."""

    answering: tuple[Ground, ...]
    about_child: tuple[Ground, ...]


def rules_of(found: InForce) -> EnquiryRules:
    """Return the clauses of the policy in force that speak of enquiries; empty where it does not."""
    actions = _content()["actions"]
    answers = judge(found.policy, Situation("school", actions["answering"]), on=today())
    child = judge(found.policy, Situation("parent", actions["about_child"]), on=today())
    return EnquiryRules(
        answers.deciding if answers.verdict in ASKED else (),
        child.deciding if child.verdict in DISCOURAGED else (),
    )


def is_about_child(found: InForce, words: str) -> bool:
    """Return whether an enquiry may be a parent's about their own child, as the check of posts reads it."""
    action = _content()["actions"]["about_child"]
    checked = check(found.policy, PostDraft(words, "parent", "school-page"), on=today())
    return any(each.action == action for each in checked.findings)


def tells_of_harm(words: str) -> bool:
    """Return whether the words may tell of harm, so that somebody looks today."""
    return safeguarding().may_tell_of_harm(normalise(words))


def stopping(found: InForce, words: str, role: str) -> list[Finding]:
    """Return what the policy does not let stand in a public answer of somebody in a role."""
    draft = PostDraft(words, role, "public", allowed=allowed_words(found.school))
    checked = check(found.policy, draft, on=today(), school_names=(found.school.name,))
    return [each for each in checked.findings if each.severity is FindingSeverity.BLOCK]


def days_to_answer() -> int:
    """Return within how many working days an enquiry is answered."""
    return int(_content()["days"])


def first_words(*, about_child: bool) -> str:
    """Return what an answer may begin with, with gaps to fill."""
    return str(_content()["answers"]["about_child" if about_child else "general"]).strip()


@cache
def _content() -> Mapping[str, Any]:
    return tomllib.loads(files("belisha").joinpath("library", "enquiries.toml").read_text(encoding="utf-8"))
