"""What other policies rule on, and this one does not."""

from collections.abc import Iterable
from dataclasses import dataclass

from belisha.rules.clauses import Force
from belisha.rules.comparing.phrases import Phrases
from belisha.rules.comparing.sorts import TOGETHER
from belisha.rules.comparing.topics import topic_of
from belisha.rules.examining.reports import Silence
from belisha.rules.judging.compiled import CompiledPolicy
from belisha.rules.judging.ranks import DISCOURAGED, OF_FORCE
from belisha.rules.judging.speakers import Speaker
from belisha.rules.phrasing import and_list

WORDS = {
    Force.MUST_NOT: "not allowed",
    Force.SHOULD_NOT: "advised against",
    Force.MUST: "required",
    Force.SHOULD: "recommended",
    Force.MAY: "allowed",
}

SOMETIMES = "in some cases"

# By a policy's name: the rank of what it says, and that in words.
Spoken = dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Matter:
    """An action towards a party (None: anybody)."""

    action: str
    party: str | None


def silences(compiled: CompiledPolicy, others: Iterable[tuple[str, CompiledPolicy]]) -> tuple[Silence, ...]:
    """What the policy is silent on: what most others rule on first, then by topic.

    `others` are policies with the names by which they are called.
    """
    by_matter: dict[tuple[Matter, tuple[tuple[str, str], ...]], list[str]] = {}
    for (role, matter), spoken in _spoken(others).items():
        if _is_silent(compiled, role, matter, spoken):
            says = tuple((name, words) for name, (_, words) in spoken.items())
            by_matter.setdefault((matter, says), []).append(role)
    phrases = Phrases(compiled.vocabulary)
    found = [_silence(matter, says, roles, phrases, compiled) for (matter, says), roles in by_matter.items()]
    return tuple(sorted(found, key=lambda silence: -len(silence.others)))


def _spoken(others: Iterable[tuple[str, CompiledPolicy]]) -> dict[tuple[str, Matter], Spoken]:
    """For every role and matter, which policies rule on it, each with its strongest force."""
    found: dict[tuple[str, Matter], Spoken] = {}
    for name, policy in others:
        people = [role for role in policy.vocabulary.roles if role not in TOGETHER]
        for speaker in policy.speakers:
            matters = [Matter(speaker.action, party) for party in speaker.parties or (None,)]
            for role in people:
                if speaker.who & policy.wider_roles(role):
                    for matter in matters:
                        spoken = found.setdefault((role, matter), {})
                        spoken[name] = max(spoken.get(name, (0, "")), _says(speaker))
    return found


def _says(speaker: Speaker) -> tuple[int, str]:
    words = WORDS[speaker.force]
    return OF_FORCE[speaker.force], f"{words} {SOMETIMES}" if speaker.lines or speaker.ways else words


def _is_silent(compiled: CompiledPolicy, role: str, matter: Matter, spoken: Spoken) -> bool:
    """Whether no clause speaks of it; a ban on what is near to it speaks of what others ban."""
    if compiled.plan(role, matter.action).matches(matter.party):
        return False
    banned = any(rank >= DISCOURAGED for rank, _ in spoken.values())
    near = compiled.vocabulary.actions[matter.action].otherwise if banned else ()
    return not any(
        match.speaker.force.forbids
        for action in near
        for match in compiled.plan(role, action).matches(matter.party)
    )


def _silence(
    matter: Matter,
    says: tuple[tuple[str, str], ...],
    roles: list[str],
    phrases: Phrases,
    compiled: CompiledPolicy,
) -> Silence:
    parties = (matter.party,) if matter.party else ()
    does = phrases.doing((matter.action,), parties)
    who = phrases.names.of(roles)
    subject = f"{does}, for {who}" if phrases.happens(matter.action) else f"{who} {does}"
    return Silence(
        sentence=f"{subject[:1].upper()}{subject[1:]}: nothing is said; {_elsewhere(says)}.",
        topic=topic_of(matter.action, compiled.vocabulary.actions),
        roles=tuple(roles),
        action=matter.action,
        towards=matter.party or "",
        others=says,
    )


def _elsewhere(says: tuple[tuple[str, str], ...]) -> str:
    """What others say: "not allowed at Oak and Elm, allowed at Ash"."""
    by_words: dict[str, list[str]] = {}
    for name, words in says:
        by_words.setdefault(words, []).append(name)
    return ", ".join(f"{words} at {and_list(names)}" for words, names in by_words.items())
