"""Read consents from a table of a management information system: all of it, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.imports.files.reader import read_file
from belisha.imports.files.row import UnreadableFileError
from belisha.imports.files.table import Table
from belisha.people.accounts.tokens import new_token
from belisha.people.models import Membership, School
from belisha.registers.consent_actions import open_takedowns
from belisha.registers.consents import CONSENTS, NO, YES, consents_register
from belisha.registers.door import school_year, year_ends
from belisha.registers.encryption import sealed_values
from belisha.registers.models import RegisterEntry
from belisha.registers.permissions import can_read
from belisha.registers.record import RegisterEvent
from belisha.registers.states import EntryState
from belisha.rules.vocabulary.loading import load_vocabulary, narrower
from belisha.sandbox import SandboxError, run_in_sandbox

MOST_PROBLEMS = 20
NAMES = ("pupil", "name", "child", "pupil name", "full name")
FIRST, LAST = ("forename", "first name", "given name"), ("surname", "last name", "family name")
CLASSES = ("class", "form", "registration group", "reg group", "group")
ANSWERS = {
    **dict.fromkeys(("yes", "y", "true", "1", "granted", "consent given", "given"), YES),
    **dict.fromkeys(("no", "n", "false", "0", "refused", "withdrawn", "not given", "declined"), NO),
}


class ConsentFileError(Exception):
    """The file cannot be taken in. `problems` are sentences: line, value, what was expected, what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class ConsentPlan:
    """What a file says: the child, the purpose and the answer of each cell."""

    answers: tuple[tuple[int, str, str], ...]
    children: int
    purposes: tuple[str, ...]


def read_consents(data: bytes) -> Table:
    """Return the table in an uploaded file, read in the sandbox. Raise ConsentFileError."""
    try:
        return run_in_sandbox(read_file, data)
    except (UnreadableFileError, SandboxError) as error:
        raise ConsentFileError([str(error)]) from error


def plan_consents(table: Table, pupils: Mapping[tuple[str, str], Sequence[int]]) -> ConsentPlan:
    """Return what a table says. `pupils` are the ids by (name, class) and by (name, ""), folded. Pure.

    Raise ConsentFileError with every problem, up to twenty: a child who is not known, who could be two, or
    who is named twice; an answer that is neither yes nor no.
    """
    headings = [each.strip().casefold() for each in table.headings]
    purposes = {place: topic for place, each in enumerate(headings) if (topic := _purpose(each))}
    problems = [] if purposes else [_no_purposes(table)]
    if not any(each in headings for each in (*NAMES, *LAST)):
        problems.append("No column holds the names. Call it “Name”, or “Forename” and “Surname”.")
    if problems:
        raise ConsentFileError(problems)
    answers: list[tuple[int, str, str]] = []
    seen: dict[int, int] = {}
    for row in table.rows:
        cells = dict(zip(headings, row.cells, strict=False))
        name, group = _name(cells), _first(cells, CLASSES)
        if not name:
            continue
        found = pupils.get((_fold(name), _fold(group)), ()) if group else pupils.get((_fold(name), ""), ())
        problem = _problem(row.line, name, group, found, seen)
        if problem:
            problems.append(problem)
            continue
        seen[found[0]] = row.line
        for place, topic in purposes.items():
            said = row.cells[place].strip() if place < len(row.cells) else ""
            if not said:
                continue
            if said.casefold() not in ANSWERS:
                problems.append(
                    f"Line {row.line}: “{said[:40]}” is neither yes nor no. Write yes, no, or nothing."
                )
                continue
            answers.append((found[0], topic, ANSWERS[said.casefold()]))
    problems += [
        f"Line {fault.line}: “{fault.value}”; expected {fault.expected}. {fault.advice}"
        for fault in table.faults
        if fault.stops
    ]
    if problems:
        raise ConsentFileError(_cut(problems))
    return ConsentPlan(tuple(answers), len(seen), tuple(dict.fromkeys(purposes.values())))


def _problem(line: int, name: str, group: str, found: Sequence[int], seen: Mapping[int, int]) -> str:
    where = f", {group}" if group else ""
    if not found:
        advice = "Correct the name or the class, or leave the line out."
        return f"Line {line}: no pupil is called “{name}{where}”. {advice}"
    if len(found) > 1:
        advice = "Add a column “Class” that tells them apart."
        return f"Line {line}: {len(found)} pupils are called “{name}”. {advice}"
    if found[0] in seen:
        return f"Line {line}: “{name}” is in line {seen[found[0]]} already. Leave one of the two lines out."
    return ""


def _no_purposes(table: Table) -> str:
    wanted = ", ".join(f"“{label}”" for _, label in consents_register().topics)
    return (
        f"No column is a purpose. The file has “{', '.join(table.headings)[:200]}”; expected one of {wanted}."
    )


def _purpose(heading: str) -> str:
    """Return the purpose that a heading names: by its word, its label, or a label that begins with it."""
    topics = dict(consents_register().topics)
    for topic, label in topics.items():
        if heading in (topic, label.casefold()):
            return topic
    words = set(heading.replace("/", " ").replace("-", " ").split())
    return next((topic for topic in topics if topic in words), "")


def _name(cells: Mapping[str, str]) -> str:
    whole = _first(cells, NAMES)
    return whole or f"{_first(cells, FIRST)} {_first(cells, LAST)}".strip()


def _first(cells: Mapping[str, str], headings: Sequence[str]) -> str:
    return next((cells[each].strip() for each in headings if cells.get(each, "").strip()), "")


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _cut(problems: list[str]) -> list[str]:
    more = len(problems) - MOST_PROBLEMS
    return problems if more <= 0 else [*problems[:MOST_PROBLEMS], f"And {more} more."]


def pupils_by_name(school: School) -> dict[tuple[str, str], list[int]]:
    """Return the ids of today's pupils by folded (name, class), and by (name, "")."""
    roles = narrower(load_vocabulary().roles, "pupil")
    rows = Membership.objects.filter(school=school, role__in=roles, user__is_active=True).on(today())
    found: dict[tuple[str, str], set[int]] = {}
    for user, name, group in rows.values_list("user", "user__name", "group"):
        found.setdefault((_fold(name), _fold(group)), set()).add(user)
        found.setdefault((_fold(name), ""), set()).add(user)
    return {key: sorted(users) for key, users in found.items()}


@transaction.atomic
def import_consents(*, by: Actor, school: School, plan: ConsentPlan, witness: str) -> int:
    """Save what a plan says, and return how many answers are new or differ. Raise PermissionDenied.

    The answers are those of the file, without a parent's name: a parent's own answer counts beside them.
    """
    can_read.check(by, school, consents_register())
    place = School.objects.select_for_update(no_key=True).get(pk=school.pk)
    year = school_year(today())
    rows = RegisterEntry.objects.filter(
        school=place, register=CONSENTS, other=None, year=year, state=EntryState.RECORDED
    )
    there = {
        (child, topic): (pk, said)
        for pk, child, topic, said in rows.values_list("pk", "person", "topic", "answer")
    }
    fresh = [each for each in plan.answers if there.get(each[:2], (0, ""))[1] != each[2]]
    old = [there[each[:2]][0] for each in fresh if each[:2] in there]
    for start in range(0, len(old), 500):
        RegisterEntry.objects.filter(pk__in=old[start : start + 500]).update(state=EntryState.SUPERSEDED)
    withdrawn: dict[int, list[str]] = {}
    for child, topic, said in fresh:
        if said == NO and there.get((child, topic), (0, ""))[1] == YES:
            withdrawn.setdefault(child, []).append(topic)
    for child, topics in withdrawn.items():
        open_takedowns(place, child, topics)
    details = sealed_values({"witness": witness})
    RegisterEntry.objects.bulk_create(
        [_row(by, place, year, details, *each) for each in fresh], batch_size=1000
    )
    record(
        school_id=place.pk,
        by=by.user_id,
        verb=RegisterEvent.TOOK_IN_FILE_OF_CONSENTS,
        subject="consents",
        detail={"answers": len(plan.answers), "changed": len(fresh), "children": plan.children},
    )
    return len(fresh)


def _row(
    by: Actor, school: School, year: int, details: str, child: int, topic: str, said: str
) -> RegisterEntry:
    return RegisterEntry(
        school=school,
        register=CONSENTS,
        state=EntryState.RECORDED,
        made_by_id=by.user_id,
        person_id=child,
        topic=topic,
        answer=said,
        year=year,
        form="written",
        from_on=today(),
        to_on=year_ends(year),
        details=details,
        key=new_token(),
    )
