"""Hypothesis strategies for whole policies and situations: valid typed values in nasty words.

Everything is drawn from a vocabulary, by default a small one made for tests: `policies()`,
`policies(default_vocabulary())`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from hypothesis import strategies as st

from belisha.rules.language.clauses import (
    UNSTATED,
    Acting,
    Clause,
    Comparator,
    Condition,
    Deed,
    Definition,
    Effect,
    Exemption,
    Force,
    Grant,
    GrantKind,
    Note,
    NoteKind,
    Office,
    Plain,
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.language.fields import STANDINGS
from belisha.rules.language.lines import MARKS
from belisha.rules.language.policy import (
    ChangeEntry,
    Control,
    LeadIn,
    LinkedPolicy,
    Naming,
    Policy,
    ShouldBinding,
    StatedSignature,
)
from belisha.rules.ruling import FactValue, Situation
from belisha.rules.vocabulary.words import FactKind, Vocabulary
from tests.rules.small_vocabulary import SMALL

AnyClause = TypeVar("AnyClause", bound=Clause)

NASTY = (
    "# no title", "## no section", "### No clause {#no}", "- who: staff", "* must not: befriend", "---",
    "- item", r"\- who: staff", r"\\# twice", r"\(", "a: b", "key: 'value'", "a; b", "a, b", "a)(b",
    "(paired)", "{#x}", "#tag", "  indented", "- see: https://example.org", "| a | b |", "> said", "```",
    "<!-- -->", "Ümläut – “quoted” … 🙂", "x or y and z", "to whom in what", "line\u2028separator",
    "next\x85line", "\\", "a\\", "a\\;", "no value:", "- not a field: it is", "yes", "#", "##",
)  # fmt: skip
SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters=["\n", *map(chr, MARKS)])
DATES = st.dates(date(1990, 1, 1), date(2040, 1, 1))
IDS = st.lists(st.text("abcxyz059", min_size=1, max_size=4), min_size=1, max_size=3).map("-".join)
CITES = st.builds(
    "{}{}{}".format, st.sampled_from("GBHCKX"), st.integers(1, 999), st.sampled_from(["", "a", "b"])
)

TIMES = st.sampled_from(["", "at once", "within 2 working days", "before the trip", "When it Suits"])
KEPT = ("for 30 days", "until they leave")
LINES = (st.sampled_from(NASTY) | st.text(SIGNS, max_size=12)).map(str.strip).filter(bool)
MAYBE_LINES = st.just("") | LINES
PROSE = (
    st.lists(st.sampled_from(NASTY) | st.just("") | st.text(SIGNS, max_size=12), min_size=1, max_size=5)
    .filter(lambda lines: bool(lines[0].strip() and lines[-1].strip()))
    .map("\n".join)
)


def some(words: st.SearchStrategy[str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """A few different ones."""
    return st.lists(words, min_size=least, max_size=3, unique=True).map(tuple)


def few(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """None, one or two; they may be the same."""
    return st.lists(values, max_size=2).map(tuple)


def one(words: Iterable[str]) -> st.SearchStrategy[str]:
    """One word of a table."""
    return st.sampled_from(list(words))


def chosen(words: Iterable[str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """A few different words of a table."""
    return some(st.sampled_from(list(words)), least)


def conditions(vocabulary: Vocabulary = SMALL) -> st.SearchStrategy[Condition]:
    """One condition on a fact of the vocabulary, in a comparison that fits its kind."""
    by_kind = {
        kind: [each.id for each in vocabulary.facts.values() if each.kind is kind] for kind in FactKind
    }
    ways = [
        st.builds(Condition, st.sampled_from(by_kind[FactKind.YES_NO]), st.booleans()),
    ]
    if by_kind[FactKind.NUMBER]:
        fact = st.sampled_from(by_kind[FactKind.NUMBER])
        comparison = st.sampled_from([each for each in Comparator if each is not Comparator.BETWEEN])
        ways.append(st.builds(Condition, fact, st.booleans(), comparison, st.integers(0, 99)))
        between, upper = st.just(Comparator.BETWEEN), st.integers(99, 120)
        ways.append(st.builds(Condition, fact, st.booleans(), between, st.integers(0, 99), upper))
    if by_kind[FactKind.PLATFORM]:
        fact, platform = (
            st.sampled_from(by_kind[FactKind.PLATFORM]),
            st.sampled_from(list(vocabulary.platforms)),
        )
        ways.append(st.builds(Condition, fact, st.booleans(), st.just(Comparator.IS), platform))
    return st.one_of(ways)


def grants(vocabulary: Vocabulary = SMALL) -> st.SearchStrategy[Grant]:
    """What somebody gives, in a form that its kind may have."""
    roles = chosen(vocabulary.roles, 1)
    maybe_unstated = chosen([*vocabulary.roles, *vocabulary.parties, UNSTATED], 1)
    told = chosen([*vocabulary.roles, *vocabulary.parties], 1)
    yes = st.booleans()
    forms = {"written": yes, "prior": yes, "with_reason": yes}
    given = st.sampled_from([GrantKind.PERMISSION, GrantKind.CONSENT, GrantKind.AGREEMENT])
    approved = chosen(vocabulary.roles)
    return st.one_of(
        st.builds(Grant, given, maybe_unstated, **forms),
        st.builds(Grant, st.just(GrantKind.NOTICE), told, written=yes, prior=yes),
        st.builds(Grant, st.just(GrantKind.NO_OBJECTION), told),
        st.builds(Grant, st.just(GrantKind.DECLARATION), told, **forms, on_entry=yes, approved_by=approved),
        st.builds(Grant, st.just(GrantKind.OFFICE), roles),
    )


def exemptions(vocabulary: Vocabulary = SMALL) -> st.SearchStrategy[Exemption]:
    """One way out of a rule."""
    part = conditions(vocabulary) | grants(vocabulary)
    return st.lists(part, min_size=1, max_size=3, unique=True).map(lambda parts: Exemption(tuple(parts)))


def effects(vocabulary: Vocabulary = SMALL) -> st.SearchStrategy[Effect]:
    """Something set off."""
    words = sorted({*vocabulary.roles, *vocabulary.parties})
    to, kept = chosen(words), st.sampled_from(["", *KEPT])
    register = st.none() | st.sampled_from(list(vocabulary.registers))
    made = st.builds(
        Effect, st.sampled_from(Deed), MAYBE_LINES, to, register, TIMES, st.booleans(), chosen(words), kept
    )
    return made.map(
        lambda each: replace(
            each,
            to_all=each.to_all and len(each.to) > 1,
            kept=each.kept if each.deed in (Deed.KEEP, Deed.RECORD) else "",
        )
    )


def rules(vocabulary: Vocabulary = SMALL) -> st.SearchStrategy[Rule]:
    """One rule, in the section "Section"."""
    actions = chosen(vocabulary.actions)
    when = st.lists(conditions(vocabulary), min_size=1, max_size=2, unique=True).map(tuple)
    return dated(
        Rule, who=chosen(vocabulary.roles, 1), force=st.sampled_from(Force), action=one(vocabulary.actions),
        towards=chosen(vocabulary.roles), on=actions, when=few(when),
        unless=few(exemptions(vocabulary)),
        then=few(effects(vocabulary)), every=st.sampled_from(["", "year", "3 months", "Termly"]), by=TIMES,
        who_except=chosen(vocabulary.roles), acting=st.sampled_from(Acting),
        only_with=few(exemptions(vocabulary)),
    )  # fmt: skip


def clauses(vocabulary: Vocabulary = SMALL) -> st.SearchStrategy[Clause]:
    """One clause of any kind but a procedure, in the section "Section"."""
    role, roles, some_roles = one(vocabulary.roles), chosen(vocabulary.roles), chosen(vocabulary.roles, 1)
    about, platforms = chosen(vocabulary.actions), chosen([*vocabulary.platforms, "other"], 1)
    age, blocked = st.none() | st.integers(0, 21), st.none() | st.booleans()
    return st.one_of(
        rules(vocabulary),
        dated(Definition, defines=role, means=some_roles, about=about),
        dated(Definition, defines=role, adds=some_roles),
        dated(Definition, defines=LINES, about=about),
        dated(Office, office=role, answers_for=one(vocabulary.actions), in_absence=roles, jointly_with=roles),
        dated(PlatformFact, platforms=platforms, about=about, minimum_age=age, blocked=blocked),
        dated(
            Note,
            kind=st.sampled_from(NoteKind),
            audience=some_roles,
            about=about,
            when=few(st.lists(conditions(vocabulary), min_size=1, max_size=2, unique=True).map(tuple)),
            unless=few(exemptions(vocabulary)),
            ladder=some(LINES),
        ),
        dated(Plain, force=st.sampled_from(Force), who=LINES, phrases=few(LINES)),
    )


def dated(of: type[AnyClause], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[AnyClause]:
    """Clauses of a kind, with what all kinds share; none ends before it begins."""
    shared = {
        "id": IDS,
        "title": LINES,
        "text": PROSE,
        "section": st.just("Section"),
        "cites": some(CITES, 1),
        "doubts": few(LINES),
    }
    made = st.builds(of, **shared, since=st.none() | DATES, until=st.none() | DATES, **fields)
    return made.map(
        lambda each: (
            replace(each, since=each.until, until=each.since)
            if each.since and each.until and each.until < each.since
            else each
        )
    )


def controls(vocabulary: Vocabulary = SMALL) -> st.SearchStrategy[Control]:
    """Document control with every field."""
    yes, maybe, day = st.booleans(), st.none() | st.booleans(), st.none() | DATES
    roles, text = chosen(vocabulary.roles), MAYBE_LINES
    changes = few(st.builds(ChangeEntry, LINES, text, text))
    return st.builds(
        Control, slug=IDS, title=LINES, school=LINES, publisher=LINES, source=LINES,
        standing=st.sampled_from(STANDINGS), schools=some(LINES), is_model=yes, scope=text, audience=roles,
        version=text, dated=text, review_period=text, committee=text, statutory=maybe,
        required_on_website=maybe, approved_by=text, approved=text, approved_on=day, ratified_by=text,
        ratified=text, ratified_on=day, review_due=text, review_due_on=day,
        signatures=few(st.builds(StatedSignature, LINES, LINES)),
        linked=few(st.builds(LinkedPolicy, LINES, text)),
        changes=changes, website=changes,
        calls=few(st.builds(Naming, st.sampled_from(["the manager", "leader"]), one(vocabulary.roles))),
        should_binds=few(st.builds(ShouldBinding, chosen(vocabulary.roles, 1), some(CITES, 1))),
        ask_whom=roles, notices=some(LINES),
    )  # fmt: skip


def policies(vocabulary: Vocabulary = SMALL, most: int = 6) -> st.SearchStrategy[Policy]:
    """A whole policy of at most `most` clauses and a procedure, in sections of which some are empty."""
    written = st.lists(clauses(vocabulary), min_size=1, max_size=most, unique_by=lambda clause: clause.id)
    acting, deciders = st.sampled_from(Acting), chosen(vocabulary.roles)
    procedure = dated(
        Procedure, on=chosen(vocabulary.actions, 1), steps=st.just(()), decided_by=deciders, acting=acting
    )
    introduction = st.just("") | PROSE
    made = st.builds(
        put_together,
        controls(vocabulary),
        written,
        procedure,
        introduction,
        some(LINES),
        st.integers(0, 2**64),
    )
    leading = st.builds(
        LeadIn,
        section=st.just(""),
        who=chosen(vocabulary.roles, 1),
        who_except=chosen(vocabulary.roles),
        when=few(st.lists(conditions(vocabulary), min_size=1, max_size=2, unique=True).map(tuple)).map(_once),
        unless=few(exemptions(vocabulary)).map(_once),
    )
    return st.builds(led, made, st.none() | leading)


def _once(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def led(policy: Policy, leading: LeadIn | None) -> Policy:
    """The policy with its first section saying something for all; every second rule is bound by it."""
    if leading is None or not policy.sections:
        return policy
    section = policy.sections[0]
    found = tuple(
        _under(clause, leading, place) if clause.section == section else clause
        for place, clause in enumerate(policy.clauses)
    )
    return replace(policy, clauses=found, lead_ins=(replace(leading, section=section),))


def _under(clause: Clause, leading: LeadIn, place: int) -> Clause:
    if not isinstance(clause, Rule | Note):
        return clause
    when = tuple(each for each in clause.when if each not in leading.when)
    clause = replace(clause, when=(*leading.when, *when))
    if not isinstance(clause, Rule):
        return clause
    unless = tuple(each for each in clause.unless if each not in leading.unless)
    clause = replace(clause, unless=(*leading.unless, *unless))
    who = {"who": leading.who, "who_except": leading.who_except, "is_who_unstated": False}
    return replace(clause, **who) if place % 2 else clause


def put_together(
    control: Control,
    written: list[Clause],
    procedure: Procedure,
    introduction: str,
    sections: tuple[str, ...],
    places: int,
) -> Policy:
    """A policy of these clauses, spread over the sections; the procedure goes through its rules, if any."""
    steps = tuple(clause.id for clause in written if isinstance(clause, Rule))
    if steps:
        written = [*written, replace(procedure, id="a-procedure-through-the-rules", steps=steps)]
    where = sorted((places >> 4 * at) % (len(sections) + 1) for at in range(len(written)))
    named = ("", *sections)
    placed = (replace(clause, section=named[at]) for clause, at in zip(written, where, strict=True))
    return Policy(control, tuple(placed), introduction, sections)


@st.composite
def situations(draw: st.DrawFn, vocabulary: Vocabulary = SMALL) -> Situation:
    """Somebody doing something, towards somebody or nobody known, with some facts known."""
    kinds: dict[FactKind, st.SearchStrategy[FactValue]] = {
        FactKind.YES_NO: st.booleans(),
        FactKind.NUMBER: st.integers(0, 99),
        FactKind.PLATFORM: st.sampled_from([*vocabulary.platforms, "other"]),
    }
    known = draw(chosen(vocabulary.facts))
    facts = {each: draw(kinds[vocabulary.facts[each].kind]) for each in known}
    role, action = draw(one(vocabulary.roles)), draw(one(vocabulary.actions))
    return Situation(role, action, draw(st.none() | one(vocabulary.roles)), facts)
