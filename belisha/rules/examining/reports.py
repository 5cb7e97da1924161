"""What an examination reports."""

from dataclasses import dataclass

from belisha.rules.contradictions import Contradiction


@dataclass(frozen=True, slots=True)
class RedundantClause:
    """A clause that does nothing, and a sentence that says why. `because` are those that outweigh it."""

    clause: str
    title: str
    cites: tuple[str, ...]
    sentence: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Silence:
    """Something that other policies rule on and this one does not.

    `roles` are those to whom nothing is said, `towards` the other party (empty: anybody), `others` pairs of
    a policy's short name and what it says.
    """

    sentence: str
    topic: str
    roles: tuple[str, ...]
    action: str
    towards: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Examination:
    """What is wrong with a policy's rules, and what they leave open."""

    policy: str
    contradictions: tuple[Contradiction, ...]
    never_decide: tuple[RedundantClause, ...]
    unreached: tuple[RedundantClause, ...]
    silences: tuple[Silence, ...]

    def silent_for(self, role: str) -> tuple[Silence, ...]:
        """Return what the policy leaves open for one role."""
        return tuple(silence for silence in self.silences if role in silence.roles)
