"""Build the page that stands first where words tell of harm: whom to tell, what not to do, outside help."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from belisha.answers.answering import Answered
from belisha.asking.safeguarding import ChildWords, DoNot, Source, safeguarding
from belisha.base.clock import today
from belisha.directory.national import NationalService, ServedPeople, services_for
from belisha.directory.queries import Reach, reach_of
from belisha.policies.queries import InForce
from belisha.rules.ruling import Ground

if TYPE_CHECKING:
    from belisha.asking.first_help import FirstHelp

OUTSIDE_ROLES = frozenset({"parent", "visitor", "candidate", "community-member", "contractor", "ex-pupil"})
_URGENT = "emergency"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to tell: how they are reached, and what they are told of."""

    reach: Reach
    why: str


@dataclass(frozen=True, slots=True)
class GuidanceGroup:
    """What one source of guidance says not to do."""

    source: Source
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Everything that the page of help shows, in its order.

    `words` go along to a concern if the person chooses so; they are written nowhere else. `answer` is the
    query of the ordinary answer, where the words may only have asked for the rule.
    """

    help: "FirstHelp"
    contacts: tuple[Contact, ...]
    guidance: tuple[GuidanceGroup, ...]
    services: tuple[NationalService, ...]
    more_services: tuple[NationalService, ...]
    child: ChildWords
    clauses: tuple[Ground, ...]
    words: str
    answer: str

    @property
    def is_for_child(self) -> bool:
        """Return whether a child writes."""
        return self.help.is_for_child


def help_page(in_force: InForce, answered: Answered) -> HelpPage:
    """Return the page of help for words that tell of harm."""
    assert answered.help is not None
    given, guide = answered.help, safeguarding()
    reached = reach_of(in_force.school, given.tell, today())
    services = _services(answered.question.role, is_for_child=given.is_for_child)
    nearest = guide.nearest_services(given.concern, is_image=given.is_image, is_for_child=given.is_for_child)
    shown = {each.clause for each in (*given.policy_do_not, *given.procedure)}
    return HelpPage(
        help=given,
        contacts=tuple(
            Contact(reach, guide.why.get(word, ""))
            for word, reach in reached.items()
            # The services for adults are no people at school whom a child could tell.
            if not (given.is_for_child and reach.service)
        ),
        guidance=_by_source(given.do_not),
        services=tuple(each for each in services if each.id in nearest),
        more_services=tuple(each for each in services if each.id not in nearest),
        child=guide.child,
        clauses=tuple(each for each in answered.ruling.grounds if each.clause not in shown),
        words=answered.question.words,
        answer=answered.address if answered.situation.action and not given.is_sure else "",
    )


def _by_source(do_nots: tuple[DoNot, ...]) -> tuple[GuidanceGroup, ...]:
    grouped: dict[Source, list[str]] = {}
    for each in do_nots:
        grouped.setdefault(each.source, []).append(each.says)
    return tuple(GuidanceGroup(source, tuple(says)) for source, says in grouped.items())


def _services(role: str, *, is_for_child: bool) -> tuple[NationalService, ...]:
    """Return the national services for whoever writes; 999 stands above them already."""
    if is_for_child:
        audience = ServedPeople.CHILD
    else:
        audience = ServedPeople.PARENT if role in OUTSIDE_ROLES else ServedPeople.STAFF
    return tuple(each for each in services_for(audience) if each.id != _URGENT)
