"""A minimum age that is not the platform's own."""

import re
from collections.abc import Iterator
from datetime import date

from belisha.rules.language.clauses import PlatformFact
from belisha.rules.linting.dates import in_words
from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.linting.reference_data import Service
from belisha.rules.wording.grammar import and_list

OTHER = "other"
# One platform that differs from "all others" may be an oversight of the table; two are a claim that is wrong.
FEWEST = 2
NOTICED = re.compile(r"age rating of|minimum age has changed", re.IGNORECASE)
DO = "Look at the platform's own page, and give the age that it states, with the day on which you looked."


def check(context: LintContext) -> Iterator[LintFinding]:
    """By the table of ages and the day that is given. A school may ask for more: it should say so."""
    if context.policy is None or context.on is None:
        return
    facts = [
        clause
        for clause in context.policy.clauses
        if isinstance(clause, PlatformFact) and clause.minimum_age is not None
    ]
    named = {platform for fact in facts for platform in fact.platforms}
    for fact in facts:
        for platform in fact.platforms:
            if platform == OTHER:
                yield from _of_others(fact, named, context, context.on)
            elif service := context.reference_data.services.get(platform):
                yield from _of_one(fact, platform, service, context, context.on)


def _of_one(
    fact: PlatformFact, platform: str, service: Service, context: LintContext, on: date
) -> Iterator[LintFinding]:
    stated = service.minimum_age(on)
    if stated is None or stated[1] == fact.minimum_age:
        return
    label = context.vocabulary.platforms[platform].label
    since = f", since {in_words(stated[0])}" if stated[0] else ""
    yield LintFinding(
        "platform-ages",
        Severity.WARNING,
        f"{label} is given as `{fact.minimum_age}` and over; its own age limit is {stated[1]}{since}.",
        f"clause `{fact.id}`",
        DO,
        str(fact.minimum_age),
        fact.line,
        fact.cites,
        service.source,
    )


def _of_others(fact: PlatformFact, named: set[str], context: LintContext, on: date) -> Iterator[LintFinding]:
    """Yield a claim about every other platform, against those that are known."""
    different = [
        (context.vocabulary.platforms[platform].label, stated[1], service.source)
        for platform, service in context.reference_data.services.items()
        if platform not in named
        and platform in context.vocabulary.platforms
        and (stated := service.minimum_age(on))
        and stated[1] != fact.minimum_age
    ]
    if len(different) >= FEWEST:
        shown = and_list(f"{label} {age}" for label, age, _ in different[:4])
        yield LintFinding(
            "platform-ages",
            Severity.WARNING,
            f"Every other platform is given as `{fact.minimum_age}` and over, but platforms differ: {shown}.",
            f"clause `{fact.id}`",
            DO,
            str(fact.minimum_age),
            fact.line,
            fact.cites,
            "; ".join(dict.fromkeys(source for _, _, source in different[:4])),
        )
