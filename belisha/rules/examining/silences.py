"""What other policies rule on, and this one does not."""

from collections.abc import Iterable
from dataclasses import dataclass

from belisha.rules.comparing.audiences import TOGETHER
from belisha.rules.comparing.topics import topic_of
from belisha.rules.examining.reports import Silence
from belisha.rules.judging.compiled_clause import CompiledClause
from belisha.rules.judging.compiled_policy import CompiledPolicy
from belisha.rules.judging.ranks import DISCOURAGED, OF_FORCE
from belisha.rules.language.clauses import Force
from belisha.rules.wording.activities import ActivityPhrases
from belisha.rules.wording.grammar import and_list

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
class SilentMatter:
    """An action towards a party (None: anybody)."""

    action: str
    party: str | None


def silences(compiled: CompiledPolicy, others: Iterable[tuple[str, CompiledPolicy]]) -> tuple[Silence, ...]:
    """Return what the policy is silent on: what most others rule on first, then by topic.

    `others` are policies with the names by which they are called.
    """
    by_matter: dict[tuple[SilentMatter, tuple[tuple[str, str], ...]], list[str]] = {}
    for (role, matter), spoken in _spoken(others).items():
        if _is_silent(compiled, role, matter, spoken):
            says = tuple((name, words) for name, (_, words) in spoken.items())
            by_matter.setdefault((matter, says), []).append(role)
    phrases = ActivityPhrases(compiled.vocabulary)
    found = [_silence(matter, says, roles, phrases, compiled) for (matter, says), roles in by_matter.items()]
    return tuple(sorted(found, key=lambda silence: -len(silence.others)))


def _spoken(others: Iterable[tuple[str, CompiledPolicy]]) -> dict[tuple[str, SilentMatter], Spoken]:
    """For every role and matter, which policies rule on it, each with its strongest force."""
    found: dict[tuple[str, SilentMatter], Spoken] = {}
    for name, policy in others:
        people = [role for role in policy.vocabulary.roles if role not in TOGETHER]
        for compiled_clause in policy.compiled_clauses:
            matters = [
                SilentMatter(compiled_clause.action, party) for party in compiled_clause.parties or (None,)
            ]
            for role in people:
                if compiled_clause.binds(policy.wider_roles(role)):
                    for matter in matters:
                        spoken = found.setdefault((role, matter), {})
                        spoken[name] = max(spoken.get(name, (0, "")), _says(compiled_clause))
    return found


def _says(compiled_clause: CompiledClause) -> tuple[int, str]:
    words = WORDS[compiled_clause.force]
    return OF_FORCE[
        compiled_clause.force
    ], f"{words} {SOMETIMES}" if compiled_clause.lines or compiled_clause.ways else words


def _is_silent(compiled: CompiledPolicy, role: str, matter: SilentMatter, spoken: Spoken) -> bool:
    """Return whether no clause speaks of it; a ban on what is near to it speaks of what others ban."""
    if compiled.plan(role, matter.action).matches(matter.party):
        return False
    banned = any(rank >= DISCOURAGED for rank, _ in spoken.values())
    near = compiled.vocabulary.actions[matter.action].otherwise if banned else ()
    return not any(
        match.compiled_clause.force.forbids
        for action in near
        for match in compiled.plan(role, action).matches(matter.party)
    )


def _silence(
    matter: SilentMatter,
    says: tuple[tuple[str, str], ...],
    roles: list[str],
    phrases: ActivityPhrases,
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
    """Return what others say: "not allowed at Oak and Elm, allowed at Ash"."""
    by_words: dict[str, list[str]] = {}
    for name, words in says:
        by_words.setdefault(words, []).append(name)
    return ", ".join(f"{words} at {and_list(names)}" for words, names in by_words.items())
