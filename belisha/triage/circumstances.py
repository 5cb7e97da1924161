"""Work out which circumstances hold in a story: those of the vocabulary, and those about the people in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from belisha.rules.judge import CompiledPolicy
from belisha.rules.language.clauses import Condition
from belisha.rules.ruling import FactValue
from belisha.triage.people import OUTSIDER, UNKNOWN

# Who works at the school in the sense of statutory guidance, whatever a policy calls staff.
AT_SCHOOL = frozenset({"staff", "volunteer", "governor", "contractor"})
CHILD = "pupil"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known: facts that hold, that do not, and nothing of the rest."""

    facts: Mapping[str, FactValue]

    def holds(self, condition: Condition) -> bool | None:
        """Return whether a condition holds; None where that is not known."""
        if condition.comparison is not None:
            return None
        value = self.facts.get(condition.fact)
        return None if value is None else bool(value) != condition.negated

    def line(self, line: Iterable[Condition]) -> bool | None:
        """Return whether one of several alternatives holds."""
        found = [self.holds(each) for each in line]
        return True if True in found else None if None in found else False

    def all_of(self, lines: Iterable[Iterable[Condition]]) -> bool | None:
        """Return whether every line holds."""
        found = [self.line(each) for each in lines]
        return False if False in found else None if None in found else True

    def words(self, when: Iterable[str]) -> bool | None:
        """Return whether the circumstances of a playbook's row hold ("harmed-pupil", "not alleged-pupil")."""
        return self.all_of(
            [Condition(each.removeprefix("not "), negated=each.startswith("not "))] for each in when
        )


def circumstances(
    read: Mapping[str, FactValue],
    given: Mapping[str, FactValue],
    alleged: tuple[str, ...],
    harmed: tuple[str, ...],
    policy: CompiledPolicy,
) -> Circumstances:
    """Return the facts that were read in a story, with those about its people, which outweigh them.

    What was `given` outweighs both.
    """
    did, suffered = alleged[:1], harmed[:1]
    facts: dict[str, FactValue] = {}
    if did:
        facts |= _about_alleged(did[0], policy)
    if suffered:
        wider = policy.wider_roles(suffered[0])
        facts |= {"harmed-pupil": CHILD in wider, "harmed-staff": not AT_SCHOOL.isdisjoint(wider)}
    return Circumstances({**_implied({**read, **given}, policy), **read, **facts, **given})


def works_at_school(role: str, policy: CompiledPolicy) -> bool:
    """Return whether somebody in a role works at the school, paid or not."""
    return role not in (OUTSIDER, UNKNOWN) and not AT_SCHOOL.isdisjoint(policy.wider_roles(role))


def _about_alleged(role: str, policy: CompiledPolicy) -> dict[str, FactValue]:
    if role == UNKNOWN:
        return {"third-party": True}
    wider = policy.wider_roles(role)
    is_pupil, is_outsider = CHILD in wider, role == OUTSIDER
    is_staff = works_at_school(role, policy)
    is_colleague = is_staff and "governor" not in wider
    return {
        "alleged-pupil": is_pupil,
        "alleged-staff": is_staff,
        "alleged-parent": "parent" in wider,
        "alleged-adult": not is_pupil and role != "ex-pupil",
        "by-pupil-or-colleague": is_pupil or is_colleague,
        "by-adult": not is_pupil and not is_colleague,
        "third-party": is_outsider,
    }


def _implied(known: Mapping[str, FactValue], policy: CompiledPolicy) -> dict[str, FactValue]:
    """Return what follows from the facts that are known."""
    found: dict[str, FactValue] = {}
    for name, value in known.items():
        fact = policy.vocabulary.facts.get(name)
        if fact is None or value is not True:
            continue
        for each in fact.implies:
            found[each.removeprefix("not ")] = not each.startswith("not ")
    return found
