"""Propose what is done about a report: the category, the people, who is told, the steps, what is barred."""

from collections.abc import Iterable, Mapping
from datetime import date

from belisha.asking.entities import entities_in, platforms_by_letter
from belisha.asking.safeguarding import safeguarding
from belisha.asking.text import normalise
from belisha.rules.errors import unknown_word
from belisha.rules.judge import CompiledPolicy, compile_policy
from belisha.rules.language.clauses import Rule
from belisha.rules.language.policy import Policy
from belisha.rules.ruling import FactValue
from belisha.rules.vocabulary.loading import load_vocabulary
from belisha.rules.vocabulary.words import Vocabulary
from belisha.triage.circumstances import circumstances, works_at_school
from belisha.triage.events import FIRED, read_events, story_events, triage_content
from belisha.triage.people import StoryPeople, find_people
from belisha.triage.playbooks import Playbook, load_playbooks
from belisha.triage.relevance import CaseGuidance, CaseSituation, ClauseUse, guidance_for
from belisha.triage.routes import conflict_of, route_of
from belisha.triage.steps import clocks_of, do_not_of, steps_of
from belisha.triage.values import (
    CaseQuestion,
    InvolvedPerson,
    PersonPart,
    ReportAnswers,
    Triage,
    TriageGround,
)

LONGEST, READ = 20_000, 4_000
OTHER, POST, HARMED = "breach", "offensive-post", "cyberbullying"
HARM = "suffer-cyberbullying"
# More than one sign tells of it.
PLAIN = 0.8


def triage(
    policy: Policy,
    told: str | ReportAnswers,
    *,
    role: str,
    on: date | None = None,
    answers: ReportAnswers | None = None,
    vocabulary: Vocabulary | None = None,
) -> Triage:
    """Propose what is done about what somebody in `role` (an id of the vocabulary) tells, under `policy`.

    `told` is a story in plain words, of which the first 4,000 characters are read, or the answers that were
    chosen from lists; `answers` are answers given besides a story, and outweigh it. `on` is the day (None:
    without regard to dates). Raises ContradictionError where the policy contradicts itself, SituationError
    for a role or category that is not known.
    """
    words = vocabulary or load_vocabulary()
    if role not in words.roles:
        raise unknown_word("role", role, words.roles)
    given = told if isinstance(told, ReportAnswers) else answers or ReportAnswers()
    if given.category is not None and given.category not in load_playbooks():
        raise unknown_word("category", given.category, load_playbooks())
    compiled = compile_policy(policy, words, on=on)
    story = told if isinstance(told, str) else ""
    text = normalise(story[:READ].encode(errors="replace").decode())
    return _proposed(compiled, story, text, role, given)


def _proposed(policy: CompiledPolicy, story: str, text: str, role: str, given: ReportAnswers) -> Triage:
    words = policy.vocabulary
    events = read_events(text)
    fired = [each for each, score in events.items() if score >= FIRED]
    fired += [
        each.id
        for each in story_events().values()
        if each.id not in fired and not policy.wider_roles(role).isdisjoint(each.told_by)
    ]
    if given.category and not any(story_events()[each].playbook == given.category for each in fired):
        fired += [each.id for each in story_events().values() if each.playbook == given.category][:1]
    read = find_people(text, role, words)
    people = _people_of(fired, read, role, given, policy)
    playbook, sure = _category(events, given, is_somebody_harmed=bool(people.harmed))
    entities = entities_in(text, words, sites=platforms_by_letter(story, words))
    facts = {**_facts_of(fired), **entities.facts}
    case = CaseSituation(
        policy,
        role,
        _closure((each for event in fired for each in story_events()[event].did), policy),
        _closure(
            (
                *triage_content()["clauses"]["always"],
                *(each for event in fired for each in story_events()[event].happened),
                *(each for event in fired if people.harmed for each in story_events()[event].where_harmed),
            ),
            policy,
        ),
        people.alleged,
        people.harmed,
        circumstances(facts, given.facts, people.alleged, people.harmed, policy),
        {action: story_events()[event].by for event in fired for action in story_events()[event].did},
        entities.platforms,
    )
    guidance = guidance_for(case)
    return _assembled(case, guidance, playbook, sure, story, text, tuple(fired))


def _assembled(
    case: CaseSituation,
    guidance: CaseGuidance,
    playbook: Playbook,
    sure: float,
    story: str,
    text: str,
    fired: tuple[str, ...],
) -> Triage:
    policy, known = case.policy, case.circumstances
    conflict = conflict_of(case.alleged)
    guiding = guidance.clauses
    covered = frozenset(each.clause.action for each in guiding if isinstance(each.clause, Rule))
    also = {story_events()[each].playbook for each in fired} - {None, playbook.id}
    return Triage(
        policy=policy.policy.control.slug,
        role=case.reporter,
        story=story,
        category=playbook.id,
        sure=sure,
        grounds=tuple(
            TriageGround(each.clause.id, each.clause.cites, each.clause.title, each.clause.text)
            for each in guiding
            if each.use is ClauseUse.GROUND
        ),
        asks=tuple(_asks(case, guidance, playbook)),
        people=tuple(_people(case)),
        route=route_of(
            guiding, playbook, covered, known, policy, reporter=case.reporter, alleged=case.alleged
        ),
        steps=steps_of(guiding, playbook, covered, known, policy, conflict),
        do_not=do_not_of(guiding, playbook, covered, known),
        attach=playbook.attach,
        clocks=clocks_of(guiding, playbook, covered, known),
        also=tuple(each for each in load_playbooks() if each in also),
        events=fired,
        facts=dict(known.facts),
        is_urgent=bool(text) and safeguarding().is_urgent(text),
    )


def _category(
    events: Mapping[str, float], given: ReportAnswers, *, is_somebody_harmed: bool
) -> tuple[Playbook, float]:
    """Return the playbook that fits best and how sure that is; the graver one where several fit alike.

    A post that harms somebody is handled for the person who is harmed.
    """
    playbooks = load_playbooks()
    if given.category:
        return playbooks[given.category], 1.0
    scores: dict[str, float] = {}
    for event, score in events.items():
        name = story_events()[event].playbook
        if name:
            scores[name] = max(scores.get(name, 0.0), score)
    if not scores:
        return playbooks[OTHER], 0.0
    if is_somebody_harmed:
        harmful = [
            score
            for event, score in events.items()
            if HARM in (*story_events()[event].happened, *story_events()[event].where_harmed)
            and story_events()[event].playbook == POST
        ]
        scores[HARMED] = max(scores.get(HARMED, 0.0), *(each for each in harmful if each >= PLAIN), 0.0)
    best = max(scores, key=lambda each: scores[each] - playbooks[each].order / 1000)
    return playbooks[best], round(scores[best], 3)


def _people_of(
    fired: Iterable[str], read: StoryPeople, role: str, given: ReportAnswers, policy: CompiledPolicy
) -> StoryPeople:
    """Return the people by part: as given, as read, and as follows from what happened.

    A contact has a side that works at the school and one that does not. Somebody who names nobody else, and
    tells of no harm, tells of themselves.
    """
    events = [story_events()[each] for each in fired]
    alleged, harmed = given.alleged or read.alleged, given.harmed or read.harmed
    did = {action for each in events for action in each.did}
    if not did.isdisjoint(triage_content()["clauses"]["mutual"]) and not given.harmed:
        harmed = _other_side(alleged, (*harmed, *read.named, role), policy) or harmed or (role,)
    is_harm = any(HARM in (*each.happened, *each.where_harmed) for each in events)
    if not alleged and not read.named and not harmed and not is_harm and did:
        alleged = (role,)
    return StoryPeople(alleged, harmed, read.named)


def _other_side(alleged: tuple[str, ...], others: Iterable[str], policy: CompiledPolicy) -> tuple[str, ...]:
    """Return those on the other side of whoever made the contact, each once."""
    if not alleged:
        return ()
    is_school = works_at_school(alleged[0], policy)
    found = (
        each for each in others if works_at_school(each, policy) is not is_school and each not in alleged
    )
    return tuple(dict.fromkeys(found))


def _facts_of(fired: Iterable[str]) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    for event in fired:
        found |= story_events()[event].facts
    return found


def _closure(actions: Iterable[str], policy: CompiledPolicy) -> frozenset[str]:
    """Return the actions with all that they lie within."""
    return frozenset(wider for each in actions for wider in policy.wider_actions(each))


def _asks(case: CaseSituation, guidance: CaseGuidance, playbook: Playbook) -> Iterable[CaseQuestion]:
    """Yield what the policy's open branches depend on, then the playbook's own questions, each once."""
    cites: dict[str, list[str]] = {}
    for branch in guidance.open:
        for fact in branch.facts:
            cites.setdefault(fact, []).extend(branch.clause.cites)
    for fact, lines in cites.items():
        known = case.policy.vocabulary.facts.get(fact)
        if known:
            yield CaseQuestion(fact, known.question, known.why, tuple(dict.fromkeys(lines)))
    for row in playbook.asks:
        if row.text("fact") not in cites and row.text("fact") not in case.circumstances.facts:
            yield CaseQuestion(row.text("fact"), row.text("question"))
    if not case.alleged:
        yield CaseQuestion(
            "alleged", "Who did it: a pupil, a parent, somebody who works at the school, or somebody else?"
        )


def _people(case: CaseSituation) -> Iterable[InvolvedPerson]:
    yield InvolvedPerson(PersonPart.REPORTER, case.reporter)
    for part, roles in ((PersonPart.ALLEGED, case.alleged), (PersonPart.HARMED, case.harmed)):
        for role in roles:
            yield InvolvedPerson(part, role)
