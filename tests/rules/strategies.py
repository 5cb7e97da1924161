"""Hypothesis strategies for whole policies and situations: valid typed values in nasty words.

Everything is drawn from a vocabulary, by default a small one made for tests: `policies()`,
`policies(default_vocabulary())`.
"""

from datetime import date

from hypothesis import strategies as st

from belisha.rules.clauses import (
    Clause,
    Comparison,
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
    PlatformFact,
    Procedure,
    Rule,
)
from belisha.rules.fields import STANDINGS
from belisha.rules.policy import Binding, Change, Control, LinkedPolicy, Policy, Signature
from belisha.rules.ruling import Situation
from belisha.rules.vocabulary import EMPTY, WordsFile, extend
from belisha.rules.words import FactKind, Vocabulary

SMALL = extend(
    EMPTY,
    [
        WordsFile(
            "small.toml",
            """
            [roles]
            everyone = { label = "everyone" }
            staff = { label = "staff", within = ["everyone"], names = ["employee"] }
            teacher = { label = "teacher", within = ["staff"] }
            headteacher = { label = "headteacher", within = ["staff"], office = true }
            pupil = { label = "pupil", within = ["everyone"], names = ["child", "student"] }
            parent = { label = "parent or carer", within = ["everyone"], names = ["mum", "dad"] }
            school = { label = "the school", institution = true }
            [actions]
            contact = { label = "contact" }
            befriend = { label = "befriend", within = ["contact"], mutual = true, phrases = ["make friends"] }
            post-picture = { label = "post a picture", phrases = ["share a photo"] }
            report-concern = { label = "report a concern" }
            [facts]
            immediate-family = { label = "close family", question = "Are they close family?", unusual = true }
            in-lesson = { label = "in a lesson", question = "In a lesson?", implies = ["school-hours"] }
            school-hours = { label = "in school hours", question = "In school hours?" }
            age = { label = "age", question = "How old?", kind = "number" }
            platform = { label = "platform", question = "Where?", kind = "platform" }
            [platforms]
            whatsapp = { label = "WhatsApp" }
            facebook = { label = "Facebook", names = ["fb"] }
            [parties]
            police = { label = "the police" }
            lado = { label = "the LADO", names = ["designated officer"] }
            [registers]
            permissions = { label = "permissions" }
            incidents = { label = "incidents" }
            """,
        )
    ],
)

NASTY = (
    "# no title", "## no section", "### No clause {#no}", "- who: staff", "* must not: befriend", "---", "- item",
    r"\- who: staff", r"\\# twice", r"\(", "a: b", "key: 'value'", "a; b", "a, b", "a)(b", "(paired)", "{#x}", "#tag",
    "  indented", "- see: https://example.org", "| a | b |", "> said", "```", "Ümläut – “quoted” … 🙂", "x or y and z",
    "to whom in what", "line\u2028separator", "next\x85line", "\\", "a\\", "a\\;", "<!-- -->", "no value:",
)  # fmt: skip
SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")
DATES = st.dates(date(1990, 1, 1), date(2040, 1, 1))
IDS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
CITES = st.from_regex(r"[A-Z][0-9]{1,3}[a-z]?", fullmatch=True)

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


def chosen(words: object, least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """A few different words of a table."""
    return some(st.sampled_from(list(words)), least)


def conditions(vocabulary: Vocabulary = SMALL) -> st.SearchStrategy[Condition]:
    """One condition on a fact of the vocabulary, in a comparison that fits its kind."""
    by_kind = {kind: [each.id for each in vocabulary.facts.values() if each.kind is kind] for kind in FactKind}
    ways = [
        st.builds(Condition, st.sampled_from(by_kind[FactKind.YES_NO]), st.booleans()),
    ]
    if by_kind[FactKind.NUMBER]:
        fact, comparison = st.sampled_from(by_kind[FactKind.NUMBER]), st.sampled_from(Comparison)
        ways.append(st.builds(Condition, fact, st.booleans(), comparison, st.integers(0, 99)))
    if by_kind[FactKind.PLATFORM]:
        fact, platform = st.sampled_from(by_kind[FactKind.PLATFORM]), st.sampled_from(list(vocabulary.platforms))
        ways.append(st.builds(Condition, fact, st.booleans(), st.just(Comparison.IS), platform))
    return st.one_of(ways)


def grants(vocabulary: Vocabulary = SMALL) -> st.SearchStrategy[Grant]:
    """A permission, consent, declaration or office, in a form that its kind may have."""
    roles = chosen(vocabulary.roles, 1)
    told = chosen([*vocabulary.roles, *vocabulary.parties], 1)
    yes = st.booleans()
    forms = {"written": yes, "prior": yes, "with_reason": yes}
    given = st.sampled_from([GrantKind.PERMISSION, GrantKind.CONSENT])
    approved = chosen(vocabulary.roles)
    return st.one_of(
        st.builds(Grant, given, told, **forms),
        st.builds(Grant, st.just(GrantKind.DECLARATION), told, **forms, on_entry=yes, approved_by=approved),
        st.builds(Grant, st.just(GrantKind.OFFICE), roles),
    )


def exemptions(vocabulary: Vocabulary = SMALL) -> st.SearchStrategy[Exemption]:
    """One way out of a rule."""
    part = conditions(vocabulary) | grants(vocabulary)
    return st.lists(part, min_size=1, max_size=3, unique=True).map(lambda parts: Exemption(tuple(parts)))


def effects(vocabulary: Vocabulary = SMALL) -> st.SearchStrategy[Effect]:
    """Something set off."""
    words = {*vocabulary.roles, *vocabulary.parties}
    to, by = chosen(sorted(words)), MAYBE_LINES.filter(lambda line: line not in words)
    register = st.none() | st.sampled_from(list(vocabulary.registers))
    return st.builds(Effect, st.sampled_from(Deed), MAYBE_LINES, to, register, by)


@st.composite
def clauses(draw: st.DrawFn, clause_id: str, vocabulary: Vocabulary = SMALL) -> Clause:
    """One clause of any kind but a procedure, in the section "Section"."""
    roles, role = chosen(vocabulary.roles), st.sampled_from(list(vocabulary.roles))
    actions, action = chosen(vocabulary.actions), st.sampled_from(list(vocabulary.actions))
    shared = _shared(draw, clause_id)
    some_roles = chosen(vocabulary.roles, 1)
    when = st.lists(conditions(vocabulary), min_size=1, max_size=2, unique=True).map(tuple)
    kinds: list[st.SearchStrategy[Clause]] = [
        st.builds(
            Rule, who=some_roles, force=st.sampled_from(Force), action=action, towards=roles, on=actions,
            when=st.lists(when, max_size=2).map(tuple), unless=st.lists(exemptions(vocabulary), max_size=2).map(tuple),
            then=st.lists(effects(vocabulary), max_size=2).map(tuple), every=MAYBE_LINES, by=MAYBE_LINES, **shared,
        ),
        st.builds(Definition, defines=role, means=some_roles, about=actions, **shared),
        st.builds(Definition, defines=role, adds=some_roles, **shared),
        st.builds(Definition, defines=LINES, about=actions, **shared),
        st.builds(Office, office=role, answers_for=action, in_absence=roles, **shared),
        st.builds(
            PlatformFact, platforms=chosen([*vocabulary.platforms, "other"], 1), about=actions,
            minimum_age=st.none() | st.integers(0, 21), blocked=st.none() | st.booleans(), **shared,
        ),
        st.builds(Note, kind=st.sampled_from(NoteKind), audience=some_roles, about=actions, **shared),
    ]  # fmt: skip
    return draw(st.one_of(kinds))


def _shared(draw: st.DrawFn, clause_id: str) -> dict[str, st.SearchStrategy[object]]:
    since, until = sorted((draw(DATES), draw(DATES)))
    return {
        "id": st.just(clause_id), "title": LINES, "text": PROSE, "section": st.just("Section"), "cites": some(CITES, 1),
        "since": st.sampled_from([None, since]), "until": st.sampled_from([None, until]),
    }  # fmt: skip


def controls(vocabulary: Vocabulary = SMALL) -> st.SearchStrategy[Control]:
    """Document control with every field."""
    yes, maybe, day = st.booleans(), st.none() | st.booleans(), st.none() | DATES
    roles, text = chosen(vocabulary.roles), MAYBE_LINES
    changes = st.lists(st.builds(Change, LINES, MAYBE_LINES, MAYBE_LINES), max_size=2).map(tuple)
    return st.builds(
        Control, slug=IDS, title=LINES, school=LINES, publisher=LINES, source=LINES,
        standing=st.sampled_from(STANDINGS), schools=some(LINES), is_model=yes, scope=text, audience=roles, version=text,
        dated=text, review_period=text, committee=text, statutory=maybe, required_on_website=maybe, approved_by=text,
        approved=text, approved_on=day, ratified_by=text, ratified=text, ratified_on=day, review_due=text,
        review_due_on=day, signatures=st.lists(st.builds(Signature, LINES, LINES), max_size=2).map(tuple),
        linked=st.lists(st.builds(LinkedPolicy, LINES, text), max_size=2).map(tuple), changes=changes, website=changes,
        should_binds=st.lists(st.builds(Binding, chosen(vocabulary.roles, 1), some(CITES, 1)), max_size=2).map(tuple),
        ask_whom=roles, notices=some(LINES),
    )  # fmt: skip


@st.composite
def policies(draw: st.DrawFn, vocabulary: Vocabulary = SMALL, most: int = 6) -> Policy:
    """A whole policy of at most `most` clauses and a procedure, in sections of which some are empty."""
    ids = draw(st.lists(IDS, max_size=most, unique=True))
    written = [draw(clauses(each, vocabulary)) for each in ids]
    rules = [clause.id for clause in written if isinstance(clause, Rule)]
    if rules:
        steps, on = chosen(rules, 1), chosen(vocabulary.actions, 1)
        written.append(draw(st.builds(Procedure, on=on, steps=steps, **_shared(draw, "a-procedure-of-steps"))))
    sections = draw(some(LINES))
    places = sorted(draw(st.lists(st.integers(0, len(sections)), min_size=len(written), max_size=len(written))))
    for clause, place in zip(written, places, strict=True):
        object.__setattr__(clause, "section", ("", *sections)[place])
    introduction = draw(st.just("") | PROSE)
    return Policy(draw(controls(vocabulary)), tuple(written), introduction, sections)


@st.composite
def situations(draw: st.DrawFn, vocabulary: Vocabulary = SMALL) -> Situation:
    """Somebody doing something, towards somebody or nobody known, with some facts known."""
    kinds = {
        FactKind.YES_NO: st.booleans(),
        FactKind.NUMBER: st.integers(0, 99),
        FactKind.PLATFORM: st.sampled_from([*vocabulary.platforms, "other"]),
    }
    known = draw(chosen(vocabulary.facts))
    facts = {each: draw(kinds[vocabulary.facts[each].kind]) for each in known}
    role, action = draw(st.sampled_from(list(vocabulary.roles))), draw(st.sampled_from(list(vocabulary.actions)))
    return Situation(role, action, draw(st.none() | st.sampled_from(list(vocabulary.roles))), facts)
