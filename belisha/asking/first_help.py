"""Put together what stands first where words tell of harm: whom to tell and what not to do."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from belisha.asking.grammar import GrammaticalForm, form_of
from belisha.asking.interpretations import Interpretation
from belisha.asking.kind_features import cue_counts
from belisha.asking.kinds import KindOfWords
from belisha.asking.safeguarding import PUPIL, Concern, DoNot, Safeguarding, safeguarding
from belisha.rules.language.clauses import Clause, Deed, Note, Procedure, Rule, is_in_force
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import Ground, GroundStanding, Obligation, Ruling
from belisha.rules.vocabulary.words import Vocabulary

STAFF = "staff"
# From so sure an understanding on, it outweighs what only did not rule harm out: of an act that no harm is
# told by, and of any.
SURELY_ANOTHER_ACT, SURELY_UNDERSTOOD = 0.85, 0.9
# The same where leave is asked for an act of the asker's own, and nothing tells of fear, harm or a secret.
OWN_ACT_IF_OPEN, OWN_ACT = 0.7, 0.85
# Below this, words that ask for leave or of a duty, and tell of nothing grave, only ask. Chosen on
# `meetings.tsv` and on questions, and judged on texts kept apart.
ASKED_BELOW = 0.3
_OF_THE_SCHOOL = frozenset({STAFF, "governor", "school"})
_TOLD = (Deed.REPORT, Deed.TELL, Deed.REFER, Deed.ASK)


@dataclass(frozen=True, slots=True)
class FirstHelp:
    """What somebody who tells of harm is told first. No verdict belongs to it.

    `tell` are roles and parties in order. `policy_do_not` and `procedure` are the policy's own clauses;
    `do_not` is what guidance says. `is_sure` is False where the words may be an ordinary question too.
    """

    concern: Concern
    is_for_child: bool
    is_urgent: bool
    is_image: bool
    is_sure: bool
    tell: tuple[str, ...]
    do_not: tuple[DoNot, ...]
    policy_do_not: tuple[Ground, ...] = ()
    procedure: tuple[Ground, ...] = ()

    @property
    def matter(self) -> str:
        """Return what it is about, for a child's words: `image`, or nothing in particular."""
        return "image" if self.is_image else ""


def first_help(
    text: str,
    role: str,
    ruling: Ruling,
    policy: Policy,
    vocabulary: Vocabulary,
    *,
    on: date | None,
    is_sure: bool,
    is_image: bool = False,
) -> FirstHelp:
    """Return the help for a normalised text of harm, typed by somebody in `role`.

    `is_image` says that it is about an indecent image, where its words do not say so.

    `ruling` is what the policy says on the nearest reading of the words: whom it sends people to is told too.
    """
    guide = safeguarding()
    is_image = is_image or guide.is_about_image(text)
    concern = guide.concern_of(text)
    if concern is Concern.CHILD and guide.is_about_writer(text) and STAFF in _wider(role, vocabulary):
        concern = Concern.SELF
    clauses = [each for each in policy.clauses if is_in_force(each, on)]
    procedure = list(_about_image(clauses, guide)) if is_image else []
    matters = {"image" if is_image else "", concern.value, "staff" if concern is Concern.HEAD else ""}
    return FirstHelp(
        concern,
        is_for_child=role == PUPIL,
        is_urgent=guide.is_urgent(text),
        is_image=is_image,
        is_sure=is_sure,
        tell=_tell(
            guide.whom_to_tell(concern, role),
            _named(procedure, ruling.duties),
            {role, *guide.never.get(concern.value, ())},
            vocabulary,
        ),
        do_not=guide.do_nots(matters, role),
        policy_do_not=tuple(ground_of(each) for each in procedure if _forbids(each)),
        procedure=tuple(ground_of(each) for each in procedure if not _forbids(each)),
    )


def is_understood_as_image(text: str, action: str) -> bool:
    """Return whether a normalised text, understood as `action`, tells of an indecent image that was found."""
    guide = safeguarding()
    is_other = guide.is_plain(text) or guide.is_about_other_material(text)
    return action in guide.actions["found"] and not is_other


def is_surely_no_harm(kind: KindOfWords, told: Interpretation | None, sure: float, text: str) -> bool:
    """Return whether words in which harm was only not ruled out are surely about something else.

    `told` is what the normalised text was understood as, `sure` how surely. No disclosure of those kept apart
    was understood so surely.
    """
    if not kind.is_disclosure or told is None or (kind.is_said and not kind.is_sure):
        return False
    tells_of_none = told.meant not in safeguarding().actions["harm"]
    if tells_of_none and not kind.is_said and kind.harm < ASKED_BELOW and only_asks(text, told.meant):
        return True
    if tells_of_none and not kind.is_said and asks_for_own_act(text):
        return sure >= (OWN_ACT if kind.is_sure else OWN_ACT_IF_OPEN)
    return not kind.is_sure and sure >= (SURELY_ANOTHER_ACT if tells_of_none else SURELY_UNDERSTOOD)


def asks_for_own_act(text: str) -> bool:
    """Return whether a normalised text asks leave for what the asker would do, and tells of nothing grave.

    Whether to tell somebody, to look into something or to step in is no such act.
    """
    if not safeguarding().asks_leave(text):
        return False
    counts = cue_counts(text)
    tells_of_child = counts["told"] and counts["child"]
    return not (counts["fear"] or counts["harm"] or counts["secret"] or tells_of_child)


def only_asks(text: str, action: str) -> bool:
    """Return whether a normalised text asks for leave or of a duty, tells of nothing grave, and is about an
    act that nobody is told of because of harm.
    """
    if form_of(text) not in (GrammaticalForm.MAY, GrammaticalForm.MUST):
        return False
    counts = cue_counts(text)
    is_grave = counts["fear"] or counts["harm"] or counts["secret"] or counts["picture"]
    told_of = safeguarding().actions["told_of"] + safeguarding().actions["procedure"]
    return not is_grave and action not in told_of


def asks_of_procedure(text: str, role: str, action: str, vocabulary: Vocabulary) -> bool:
    """Return whether somebody who works for the school asks of what is laid down for abuse of adults online.

    `action` is what the normalised text was understood as. Whoever speaks of a child, of an indecent image or
    of danger at this moment, and whoever only tells, asks no such thing.
    """
    guide = safeguarding()
    is_asked = form_of(text) is not GrammaticalForm.TOLD
    works_here = not _OF_THE_SCHOOL.isdisjoint(_wider(role, vocabulary))
    tells_of_more = guide.is_about_image(text) or guide.is_urgent(text) or cue_counts(text)["child"] > 0
    return (
        is_asked
        and works_here
        and action in guide.actions["procedure"]
        and guide.is_about_what_is_written(text)
        and not tells_of_more
    )


def report_to(ruling: Ruling, role: str, policy: Policy, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return whom an incident is reported to: by the policy's duties, else whom it says to ask."""
    named = [each for each in _named([], ruling.duties) if each != role and _can_be_told(each, vocabulary)]
    found = named or [each for each in policy.control.ask_whom if each != role] or ["headteacher"]
    return tuple(dict.fromkeys(found))


def _about_image(clauses: Iterable[Clause], guide: Safeguarding) -> Iterator[Clause]:
    """Yield the clauses on indecent images: the procedure, its steps, and what else bears on them."""
    actions = set(guide.actions["image"])
    for clause in clauses:
        if isinstance(clause, Procedure):
            is_on = not actions.isdisjoint(clause.on)
        elif isinstance(clause, Rule):
            is_on = clause.action in actions or not actions.isdisjoint(clause.on)
        else:
            is_on = isinstance(clause, Note) and not actions.isdisjoint(clause.about)
        if is_on:
            yield clause


def _named(clauses: Iterable[Clause], duties: Iterable[Obligation]) -> list[str]:
    """Return the roles and parties that clauses or duties send people to."""
    found = [
        who
        for each in clauses
        if isinstance(each, Rule)
        for effect in each.then
        if effect.deed in _TOLD
        for who in effect.to
    ]
    return found + [who for duty in duties for who in duty.to]


def _tell(
    base: tuple[str, ...], named: list[str], never: Collection[str], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Return whom to tell: the first by guidance, those whom this policy names, then the others."""
    fit = [each for each in named if each not in never and _can_be_told(each, vocabulary)]
    return tuple(dict.fromkeys((*base[:1], *fit, *base[1:])))


def _can_be_told(word: str, vocabulary: Vocabulary) -> bool:
    """Return whether a word is an office or a public body: not a parent, nor the owner of a platform."""
    role = vocabulary.roles.get(word)
    return role.is_office or word == "senior-staff" if role else word in safeguarding().bodies


def _forbids(clause: Clause) -> bool:
    return isinstance(clause, Rule) and clause.force.forbids


def ground_of(clause: Clause) -> Ground:
    """Return a clause as a ground that informs."""
    return Ground(
        clause.id, clause.cites, _force_of(clause), clause.title, clause.text, GroundStanding.INFORMS
    )


def _force_of(clause: Clause) -> str:
    """Return the force of a rule in the document's words, or what kind of clause it is."""
    if isinstance(clause, Rule):
        return clause.force.value
    return clause.kind.value if isinstance(clause, Note) else "procedure"


def _wider(role: str, vocabulary: Vocabulary) -> set[str]:
    """Return the role and those that include it."""
    found, left = set[str](), [role]
    while left:
        each = left.pop()
        found.add(each)
        left += vocabulary.roles[each].within
    return found
