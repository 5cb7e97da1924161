"""People whom the clauses bind and the audience does not name."""

import re
from collections.abc import Iterator

from belisha.rules.clauses import Rule
from belisha.rules.linting.findings import Finding, Severity
from belisha.rules.linting.subjects import Subject
from belisha.rules.phrasing import and_list, label_of
from belisha.rules.vocabulary import wider
from belisha.rules.words import Vocabulary

NOTICED = re.compile(r"audience is stated", re.IGNORECASE)


def look(subject: Subject) -> Iterator[Finding]:
    """Only kinds of people: offices and the school itself are no audience. "Everyone" names nobody."""
    if subject.policy is None or not subject.policy.control.audience:
        return
    audience = set(subject.policy.control.audience)
    audience |= {
        each for d in subject.policy.definitions if d.defines in audience for each in (*d.means, *d.adds)
    }
    bound: dict[str, Rule] = {}
    for rule in subject.policy.rules:
        for who in rule.who:
            if _is_kind(who, subject.vocabulary) and not audience & set(wider(subject.vocabulary.roles, who)):
                bound.setdefault(who, rule)
    if bound:
        names = and_list(
            f"`{label_of(who, subject.vocabulary)}` (“{rule.title}”)" for who, rule in bound.items()
        )
        yield Finding(
            "audience",
            Severity.WARNING,
            f"Its clauses bind people whom its audience does not name: {names}.",
            "front matter, `audience`",
            "Name them in the audience, so that they are told; or do not bind them.",
            ", ".join(bound),
            cites=tuple(dict.fromkeys(cite for rule in bound.values() for cite in rule.cites)),
        )


def _is_kind(who: str, vocabulary: Vocabulary) -> bool:
    role = vocabulary.roles.get(who)
    return bool(role and role.within and not role.is_office and not role.is_institution and who != "adult")
