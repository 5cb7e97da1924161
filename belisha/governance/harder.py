"""Who is bound harder by a draft: the check of a policy's equality by what it does, not by how it reads
(B53).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from belisha.people.roles import role_label
from belisha.policies.models import PolicyVersion
from belisha.policies.queries import policy_of
from belisha.ratification.queries import version_before
from belisha.rules.judge import compile_policy
from belisha.rules.ruling import Situation, Verdict
from belisha.rules.vocabulary.loading import load_vocabulary

# From what binds least to what binds most; what is not known, or only asked for, binds nobody harder.
WEIGHT = {
    Verdict.ALLOWED: 0,
    Verdict.RECOMMENDED: 0,
    Verdict.SILENT: 0,
    Verdict.DISCOURAGED: 1,
    Verdict.NEEDS_PERMISSION: 2,
    Verdict.REQUIRED: 2,
    Verdict.PROHIBITED: 3,
}


@dataclass(frozen=True, slots=True)
class RoleChange:
    """How many kinds of situations bind a role harder, and how many less, under a draft."""

    role: str
    harder: int
    softer: int
    same: int
    examples: tuple[str, ...]


def changes_by_role(version: PolicyVersion, on: date) -> list[RoleChange]:
    """Return each role for which a draft differs from the version in force, those bound hardest first.

    Every action towards every party that the two policies speak of is judged for every role, without
    further facts. Raise belisha.rules.contradictions.ContradictionError if the draft contradicts itself.
    """
    before = version_before(version)
    if before is None:
        return []
    words = load_vocabulary()
    was, now = (compile_policy(policy_of(each), words, on=on) for each in (before, version))
    counts: dict[str, Counter[str]] = {}
    examples: dict[str, list[str]] = {}
    for role in words.roles:
        for action, known in words.actions.items():
            for party in ("", "pupil", "parent", "staff"):
                asked = Situation(role, action, party) if party else Situation(role, action)
                old, new = was.judge(asked).verdict, now.judge(asked).verdict
                if old == new or old not in WEIGHT or new not in WEIGHT:
                    continue
                step = WEIGHT[new] - WEIGHT[old]
                sort = "harder" if step > 0 else "softer" if step < 0 else "same"
                counts.setdefault(role, Counter())[sort] += 1
                if step:
                    examples.setdefault(role, []).append(f"{known.label}: {old} before, {new} now")
    found = [
        RoleChange(
            role_label(role),
            each["harder"],
            each["softer"],
            each["same"],
            tuple(dict.fromkeys(examples.get(role, ())))[:3],
        )
        for role, each in counts.items()
    ]
    return sorted(found, key=lambda each: (-each.harder, -each.softer, each.role))
